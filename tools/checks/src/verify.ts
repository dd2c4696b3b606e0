// Everything that can be checked without starting the service processes. Never writes.
import { runSteps, summarize } from './steps.ts';
import { verifySteps } from './verify-steps.ts';

process.exitCode = summarize('verify', await runSteps(verifySteps));
