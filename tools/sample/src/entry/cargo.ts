import { addWorkingDays, isoDate } from '../calendar.ts';
import type { FieldsOf } from '../fact.ts';
import { nextReference, tell, type EntryStory } from './story.ts';

/** Cargo is examined before it is released. */
export function examine(story: EntryStory): void {
  const { random } = story.trade;
  story.day = story.entryDay;
  const result = random.weighted(results);
  const fields = {
    port: story.route.port.code,
    completedOn: isoDate(story.day),
    examinationType: random.weighted(examinations),
    result,
    remarks: remarks[result],
    containerNumbers: story.containers.slice(0, 1),
  };
  tell(story, 'ExaminationCompleted', fields, { reference: nextReference(story, 'X') });
}

const examinations = [
  [4, 'NON_INTRUSIVE'],
  [3, 'DOCUMENT_REVIEW'],
  [2, 'TAILGATE'],
  [1, 'INTENSIVE'],
  [1, 'AGRICULTURE'],
] as const;

const results = [
  [85, 'NO_DISCREPANCY'],
  [6, 'QUANTITY_DISCREPANCY'],
  [4, 'CLASSIFICATION_DISCREPANCY'],
  [3, 'VALUE_DISCREPANCY'],
  [2, 'MARKING_VIOLATION'],
] as const;

const remarks = {
  NO_DISCREPANCY: null,
  QUANTITY_DISCREPANCY: 'Fewer pieces in the container than on the packing list.',
  CLASSIFICATION_DISCREPANCY: 'Samples taken; the laboratory is to say what the goods are.',
  VALUE_DISCREPANCY: 'The invoice shows assists that were not declared.',
  MARKING_VIOLATION: 'Country of origin not marked on the retail box.',
} as const;

/** Cargo is released on the day of entry; the release names the importer, mostly. */
export function release(story: EntryStory): void {
  const { random } = story.trade;
  story.day = story.entryDay;
  const examined = story.facts.some(({ type }) => type === 'ExaminationCompleted');
  const fields = {
    portOfRelease: story.route.port.code,
    releasedOn: isoDate(story.day),
    importerOfRecordNumber: random.chance(0.85) ? story.importer : null,
    carrierCode: random.chance(0.9) ? story.carrier : null,
    containerNumbers: [...story.containers],
    billsOfLading: [...story.bills],
    releaseOrigin: examined ? '5' : '1',
  };
  tell(story, 'CargoReleased', fields);
  if (random.chance(0.04)) updateReleaseDate(story, fields);
}

/** CATAIR cargo release status 22. */
function updateReleaseDate(story: EntryStory, fields: Omit<FieldsOf<'CargoReleased'>, 'entryNumber'>): void {
  story.day = addWorkingDays(story.day, 1);
  tell(story, 'CargoReleased', { ...fields, releasedOn: isoDate(story.day), releaseOrigin: '9' }, { version: 2 });
}
