import type { Scenario } from './scenario.ts';

export const allScenarios: readonly Scenario[] = [];
