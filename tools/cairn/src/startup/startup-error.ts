/** Why a member cannot be started, in words for the person at the terminal. Nothing runs yet. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
