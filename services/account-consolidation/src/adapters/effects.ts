import type { Effect } from '@landfall/events';
import type { Cell, Measure } from '../domain/measures.ts';

export function toEffects(cell: Cell): Effect[] {
  const effects: Effect[] = [];
  for (const measure in cell) effects.push({ measure: measure as Measure, amount: cell[measure as Measure]! });
  return effects;
}

/** A measure that a newer version has added is passed over: this version has no name for it. */
export function fromEffects(effects: readonly Effect[]): Cell {
  const cell: Cell = {};
  for (const { measure, amount } of effects) if (measure !== 'UNKNOWN') cell[measure] = amount;
  return cell;
}
