import { HttpException } from '@nestjs/common';

/** Problem details (RFC 9457) with a stable code. */
export type ProblemBody = {
  /** A relative reference to the code's page in docs/errors.md. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly [member: string]: unknown;
};

/** A refusal over HTTP: a code, and a sentence that says what to do. */
export class Problem extends HttpException {
  constructor(status: number, code: string, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(problemBody(status, code, detail, members), status);
  }
}

export const problemBody = (
  status: number,
  code: string,
  detail: string,
  members: Readonly<Record<string, unknown>> = {},
): ProblemBody => ({
  ...members,
  type: `/docs/errors#${code}`,
  title: titleOf(code),
  status,
  code,
  detail,
});

/** `DECLARATION_NOT_FOUND` reads as "Declaration not found". */
const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
