/** etcd's text, said by whoever refuses a former member, and read by that one: it stops then. */
export const removedText = 'the member has been permanently removed from the cluster';
