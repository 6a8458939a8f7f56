/** What is wrong with a fact: a stable code, an RFC 6901 pointer, a sentence that says what would be right, and where the rule is written. */
export type Problem = {
  readonly code: string;
  readonly pointer: string;
  readonly reason: string;
  readonly citation?: string;
};
