import { describe, expect, it } from '@jest/globals';
import { laneOf, topics } from '@landfall/events';
import type { QuarantineDoc } from './documents.ts';
import { refusalOf } from './quarantine-replay.ts';

const lane = laneOf(topics.portTransactions, 0);
const nothing = Buffer.alloc(0);

const setAside = (changes: Partial<QuarantineDoc> = {}): QuarantineDoc => ({
  ...{ _id: `${lane}|000000000000003`, offset: 3, timestamp: 0, code: 'FACT_MALFORMED', reason: 'It is not whole.' },
  ...{ digest: nothing, key: nothing, headers: [], value: nothing, parts: 0 },
  sizes: { key: 1, headers: 0, value: 100 },
  ...changes,
});

describe('a replay', () => {
  it('is refused nothing where the record can come again as it came', () =>
    expect(refusalOf(lane, 3, setAside())).toBeUndefined());

  it.each<[string, string, QuarantineDoc | null]>([
    ['QUARANTINE_NOT_FOUND', 'there is nothing', null],
    ['QUARANTINE_SETTLED', 'was settled', setAside({ settledBy: 9 })],
    ['NOT_A_RECORD', 'is a whole batch', setAside({ code: 'BATCH_UNREADABLE' })],
    ['RECORD_TOO_LARGE', 'is larger than the topic takes', setAside({ sizes: { key: 1, headers: 0, value: 2 ** 22 } })],
  ])('is refused with %s where it %s', (code, _, doc) => expect(refusalOf(lane, 3, doc)).toMatchObject({ code }));

  it('is refused where the generation of the topic is over', () =>
    expect(refusalOf('port.transactions@9/0', 3, setAside())).toMatchObject({ code: 'UNKNOWN_LANE' }));
});
