/** The writing half of a Node stream, for messages of one type. */
export interface TypedWriting<Message> {
  /**
   * False = the other side is slow: wait for `drain`.
   * @param onTaken the message is on its way, or never will be.
   */
  write(message: Message, onTaken?: (error: Error | null | undefined) => void): boolean;
  end(): this;
}
