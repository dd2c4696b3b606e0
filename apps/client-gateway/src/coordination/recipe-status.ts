// etcd builds Lock and Election on its own client library, whose errors carry no gRPC status: what
// the store refuses reaches the caller as Unknown, with the store's text. Clients match on the text.
import { GrpcCode, etcdErrors } from '@cairn/api';
import type { Status } from '@cairn/api';
import type { CallInfo } from '@cairn/edge';

const storePrefix = 'etcdserver: ';

/** A member that stops still says so by its code: clients then go to another one. */
export function statusOfRecipe({ code, message }: Status): Status {
  const isStores = message.startsWith(storePrefix) && message !== etcdErrors.stopped.message;
  return { code: isStores ? GrpcCode.unknown : code, message };
}

/** What is said of a call whose client has left, or whose time is up. */
export function statusOfLeft({ deadlineMs }: Pick<CallInfo, 'deadlineMs'>): Status {
  const isLate = deadlineMs !== undefined && performance.now() >= deadlineMs;
  return isLate ? etcdErrors.contextDeadlineExceeded : etcdErrors.contextCanceled;
}
