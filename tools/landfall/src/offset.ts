import { InvalidArgumentError } from 'commander';

/** An offset as somebody types it. */
export function offsetFrom(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`${text} is no offset.`);
}
