import {
  declarationOf,
  eventIdOf,
  factKeyOf,
  outranks,
  seriesOf,
  versionOf,
  type IdentifiableFact,
  type Ranked,
} from '@landfall/customs';
import type { FactType, SampleFact } from './fact.ts';

/** What a stream of facts is made of; all counts are of facts unless they say otherwise. */
export type SampleDescription = {
  readonly facts: number;
  readonly byType: Readonly<Partial<Record<FactType, number>>>;
  readonly declarations: number;
  /** Repetitions of a fact that was there before. */
  readonly duplicates: number;
  /** Facts with the key of another fact and other content. */
  readonly conflicts: number;
  readonly corrections: number;
  /** Corrections that name another importer than the version below. */
  readonly importerChanges: number;
  readonly importerChangesAfterPayment: number;
  /** Distinct payments, and those of them that came before any summary of their entry. */
  readonly payments: number;
  readonly paymentsBeforeSummary: number;
  /** Facts that came after a higher version of their series. */
  readonly overtaken: number;
  /** Facts whose version is a preparation time. */
  readonly statedByTime: number;
  /** Greatest number of versions of one series. */
  readonly mostVersions: number;
};

type Known = Ranked & { readonly place: number; readonly importer: string | undefined };
type Declaration = { readonly series: Map<string, Known[]>; firstPayment: number; firstSummary: number };

/** Counts what tests and people want to know of a sample. Remembers every declaration, so memory grows with the sample. */
export function describeSample(facts: Iterable<SampleFact>): SampleDescription {
  const count = new Counter();
  for (const fact of facts) count.add(fact);
  return count.description();
}

class Counter {
  readonly #byType: Partial<Record<FactType, number>> = {};
  readonly #declarations = new Map<string, Declaration>();
  readonly #eventIds = new Set<string>();
  readonly #factKeys = new Set<string>();
  #facts = 0;
  #payments = 0;
  #paymentsBeforeSummary = 0;
  #overtaken = 0;
  #statedByTime = 0;

  add(fact: SampleFact): void {
    const place = this.#facts++;
    this.#byType[fact.type] = (this.#byType[fact.type] ?? 0) + 1;
    if ('preparedAt' in fact) this.#statedByTime++;
    const identifiable = identifiableFrom(fact);
    const eventId = eventIdOf(identifiable, fact);
    if (this.#eventIds.has(eventId)) return;
    this.#eventIds.add(eventId);
    this.#factKeys.add(factKeyOf(identifiable));
    this.#place(fact, identifiable, { eventId, place });
  }

  #place(
    fact: SampleFact,
    identifiable: IdentifiableFact,
    { eventId, place }: { eventId: string; place: number },
  ): void {
    const declaration = this.#declaration(declarationOf(identifiable));
    const series = declaration.series.get(seriesOf(identifiable)) ?? [];
    const known: Known = { version: versionOf(identifiable), eventId, place, importer: summaryImporter(fact) };
    if (series.some((other) => outranks(other, known))) this.#overtaken++;
    series.push(known);
    declaration.series.set(seriesOf(identifiable), series);
    if (known.importer !== undefined) declaration.firstSummary = Math.min(declaration.firstSummary, place);
    if (fact.type === 'DutyPaid') this.#payment(declaration, place);
  }

  #payment(declaration: Declaration, place: number): void {
    this.#payments++;
    if (place < declaration.firstSummary) this.#paymentsBeforeSummary++;
    declaration.firstPayment = Math.min(declaration.firstPayment, place);
  }

  #declaration(key: string): Declaration {
    const known = this.#declarations.get(key);
    if (known !== undefined) return known;
    const fresh = { series: new Map<string, Known[]>(), firstPayment: Infinity, firstSummary: Infinity };
    this.#declarations.set(key, fresh);
    return fresh;
  }

  description(): SampleDescription {
    const declarations = [...this.#declarations.values()];
    const changes = declarations.flatMap((declaration) =>
      importerChangesOf(declaration).map((change) => ({ change, declaration })),
    );
    return {
      facts: this.#facts,
      byType: this.#byType,
      declarations: declarations.length,
      duplicates: this.#facts - this.#eventIds.size,
      conflicts: this.#eventIds.size - this.#factKeys.size,
      corrections: this.#byType.EntrySummaryCorrected ?? 0,
      importerChanges: changes.length,
      importerChangesAfterPayment: changes.filter(({ change, declaration }) => change.place > declaration.firstPayment)
        .length,
      payments: this.#payments,
      paymentsBeforeSummary: this.#paymentsBeforeSummary,
      overtaken: this.#overtaken,
      statedByTime: this.#statedByTime,
      mostVersions: Math.max(
        0,
        ...declarations.flatMap(({ series }) =>
          [...series.values()].map((known) => new Set(known.map(({ version }) => version)).size),
        ),
      ),
    };
  }
}

function identifiableFrom(fact: SampleFact): IdentifiableFact {
  const {
    versionNumber = null,
    preparedAt,
    controlNumber = null,
  } = fact as { versionNumber?: number; preparedAt?: string; controlNumber?: string };
  return {
    ...fact,
    versionNumber,
    preparedAt: preparedAt === undefined ? null : Date.parse(preparedAt),
    controlNumber,
  };
}

const summaryImporter = (fact: SampleFact): string | undefined =>
  fact.type === 'EntrySummaryFiled' || fact.type === 'EntrySummaryCorrected' ? fact.importerOfRecordNumber : undefined;

function importerChangesOf({ series }: Declaration): Known[] {
  const summaries = (series.get('summary') ?? [])
    .filter(({ importer }) => importer !== undefined)
    .sort((a, b) => (outranks(a, b) ? 1 : -1));
  return summaries.filter((summary, index) => index > 0 && summary.importer !== summaries[index - 1]!.importer);
}
