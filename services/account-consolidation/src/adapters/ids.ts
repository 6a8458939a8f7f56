/** Fixed width, so that ids sort as numbers do. 15 digits are more than any offset or sequence reaches. */
export const padded = (value: number): string => String(value).padStart(15, '0');

export const laneId = (lane: string, ...rest: string[]): string => [lane, ...rest].join('|');

/** A condition for all ids that begin with these parts. */
export const startsWith = (...parts: string[]): { $gte: string; $lt: string } => {
  const prefix = `${parts.join('|')}|`;
  return { $gte: prefix, $lt: `${prefix}\uffff` };
};
