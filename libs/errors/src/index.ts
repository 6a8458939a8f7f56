export { LandfallError, isRetryable, type LandfallErrorOptions } from './landfall-error.ts';
