/** Members that a log line never shows, wherever they stand in the first three levels. */
const sensitive = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'mongodbUri',
  'fact',
  'record',
  'original',
  'body',
  'importerOfRecordNumber',
  'consigneeNumber',
  'exporterNumber',
  'consigneeName',
  'remarks',
  'amounts',
  'lines',
];

export const redactedPaths: readonly string[] = ['', '*.', '*.*.'].flatMap((prefix) =>
  sensitive.map((name) => prefix + name),
);

const CREDENTIALS = /\/\/[^\s/@]+@/g;
const SOCIAL_SECURITY_NUMBER = /\b\d{3}-\d{2}-\d{4}\b/g;

/** A text without passwords in addresses and without social security numbers. */
export const masked = (text: string): string =>
  text.replaceAll(CREDENTIALS, '//[redacted]@').replaceAll(SOCIAL_SECURITY_NUMBER, '[redacted]');

const MAX_CAUSES = 5;
const MAX_STACK_LINES = 20;

type LoggedError = {
  type: string;
  message: string;
  code?: string | number;
  hint?: string;
  details?: unknown;
  stack?: string;
  cause?: LoggedError;
};

/** What a log line shows of an error. Members that are not named here stay out: drivers attach whole documents. */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: masked(String(error)) };
  const cause =
    error.cause === undefined || depth === MAX_CAUSES ? {} : { cause: describeError(error.cause, depth + 1) };
  const stack = error.stack?.split('\n').slice(0, MAX_STACK_LINES).join('\n');
  return {
    type: error.name,
    message: masked(error.message),
    ...ownMembers(error),
    ...(stack && { stack: masked(stack) }),
    ...cause,
  };
}

function ownMembers({
  code,
  hint,
  details,
}: Error & { code?: unknown; hint?: unknown; details?: unknown }): Partial<LoggedError> {
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(isPlain(details) ? { details } : {}),
  };
}

/** Details of our own errors are identifiers: flat, texts and numbers only. */
const isPlain = (details: unknown): boolean =>
  typeof details === 'object' &&
  details !== null &&
  Object.values(details).every((value) => typeof value === 'string' || typeof value === 'number');
