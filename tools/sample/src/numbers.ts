import { checkDigitOf, containerCheckDigit } from '@landfall/customs';
import { LandfallError } from '@landfall/errors';
import { isoDate, type Day } from './calendar.ts';
import { Random } from './random.ts';
import { containerOwners, type Carrier } from './reference/carriers.ts';

/** Gives every declaration a number that no other of the same sample has, with its check digit. */
export class Numbers {
  readonly #seed: number;
  readonly #next = new Map<string, number>();
  #exportDay: Day = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Filer code (3), number (7), check digit (1). */
  entryNumber(filerCode: string): string {
    const head = filerCode + this.#serial(`entries of ${filerCode}`, 7);
    return `${head}${checkDigitOf(head)}`;
  }

  /** X, date, sequence (6). Export days never go back. */
  itn(day: Day): string {
    if (day !== this.#exportDay) this.#next.delete('exports');
    this.#exportDay = day;
    return `X${isoDate(day).replaceAll('-', '')}${this.#serial('exports', 6)}`;
  }

  /** Nine digits, the last of them the others modulo 7. */
  inBondNumber(): string {
    const serial = this.#serial('in-bond', 8);
    return `${serial}${Number(serial) % 7}`;
  }

  /** Serial numbers from a start of the seed's choice, so that samples of two seeds rarely meet. */
  #serial(name: string, digits: number): string {
    const size = 10 ** digits;
    const used = this.#next.get(name) ?? 0;
    if (used >= size) {
      throw new LandfallError('SAMPLE_NUMBERS_EXHAUSTED', `All ${size} numbers for ${name} are used up.`, {
        hint: 'Spread the sample over more days.',
      });
    }
    this.#next.set(name, used + 1);
    return String((this.#start(name, size) + used) % size).padStart(digits, '0');
  }

  readonly #starts = new Map<string, number>();

  #start(name: string, size: number): number {
    let start = this.#starts.get(name);
    if (start === undefined)
      this.#starts.set(name, (start = new Random(this.#seed, 'first of', name).int(0, size - 1)));
    return start;
  }
}

/** A container number with its check digit. ISO 6346. */
export function containerNumber(random: Random): string {
  const head = random.pick(containerOwners) + random.digits(6);
  return `${head}${containerCheckDigit(head)}`;
}

/** A bill of lading, issuer code first; by air a waybill: airline prefix, serial (7), the serial modulo 7. */
export function billOfLading(carrier: Carrier, random: Random): string {
  if (carrier.waybillPrefix === undefined) return carrier.code + random.digits(9);
  const serial = random.digits(7);
  return `${carrier.waybillPrefix}${serial}${Number(serial) % 7}`;
}
