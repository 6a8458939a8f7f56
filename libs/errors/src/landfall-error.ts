export type LandfallErrorOptions = {
  /** True when the same call may succeed later: an infrastructure fault, not a broken invariant. */
  retryable?: boolean;
  cause?: unknown;
  /** What the reader should do next, in one sentence. */
  hint?: string;
  /** Identifiers that locate the fault; never personal or commercial data. */
  details?: Record<string, string | number>;
};

/** An error that has a stable code (UPPER_SNAKE_CASE) and says what to do about it. */
export class LandfallError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly hint: string | undefined;
  readonly details: Record<string, string | number>;

  constructor(code: string, message: string, options: LandfallErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LandfallError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

export function isRetryable(error: unknown): boolean {
  return error instanceof LandfallError && error.retryable;
}
