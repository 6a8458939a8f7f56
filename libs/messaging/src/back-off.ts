const FIRST_MS = 100;
/** A lane that stands must not stand long after the fault has passed. */
const LONGEST_MS = 2_000;

/** How long to wait after so many attempts: doubling up to 2 s, and a quarter more or less, so that many don't come at once. */
export const backOffMs = (attempt: number, random: () => number = Math.random): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.75 + random() / 2);
