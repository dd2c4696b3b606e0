import { authCases } from './cases/auth.ts';
import { authAccessCases } from './cases/auth-access.ts';
import { conform } from './conform.ts';

// Hashing is slow on purpose, and most cases do it several times.
conform('auth', [...authCases, ...authAccessCases], { flags: ['--bcrypt-cost', '4'] });
