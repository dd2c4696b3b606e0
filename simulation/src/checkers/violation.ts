import { SafetyViolation } from '../world/world.ts';

/** @throws SafetyViolation in the name of the checker when the condition does not hold */
export function holds(checker: string, condition: boolean, message: () => string): void {
  if (!condition) throw new SafetyViolation(checker, message());
}
