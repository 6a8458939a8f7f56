import type { Declaration, KeptFact } from './declaration.ts';

/** What a declaration's facts say together: its parties, its status, and what other facts depend on. */
export type About = {
  readonly principal: string | undefined;
  readonly broker: string | undefined;
  readonly carrier: string | undefined;
  /** Port of the naming summary, for facts that name no port of their own. */
  readonly port: string | undefined;
  /** The counting summary, unless the entry is cancelled. */
  readonly summary: KeptFact | undefined;
  readonly cancelled: boolean;
  /** Facts that mark a status, from low to high. */
  readonly milestones: readonly Milestone[];
};

export type Milestone = { readonly fact: KeptFact; readonly status: Status };

export type Status =
  | 'filed'
  | 'released'
  | 'liquidated'
  | 'cancelled'
  | 'export-filed'
  | 'export-departed'
  | 'in-bond-departed'
  | 'in-bond-arrived'
  | 'in-bond-exported';

/** Holds what is posted for a principal not known yet: a payment before its summary. */
export const UNATTRIBUTED = 'unattributed';

type Family = 'entry' | 'itn' | 'inbond';

const families: Record<Family, (declaration: Declaration) => About> = {
  entry: aboutEntry,
  itn: aboutExport,
  inbond: aboutMovement,
};

export const aboutOf = (declaration: Declaration): About => families[familyOf(declaration.key)](declaration);

const familyOf = (key: string): Family => key.slice(0, key.indexOf(':')) as Family;

function aboutEntry(declaration: Declaration): About {
  const inSummary = find(declaration, 'summary');
  const release = find(declaration, 'release');
  const cancelled = inSummary?.type === 'EntryCancelled';
  const naming = cancelled ? declaration.namedBy : inSummary;
  return {
    principal: firstNamed('principal', naming, release) ?? UNATTRIBUTED,
    broker: filerOf(declaration.key),
    carrier: firstNamed('carrier', naming, release),
    port: naming?.content.port,
    summary: cancelled ? undefined : inSummary,
    cancelled,
    milestones: cancelled
      ? present([inSummary, 'cancelled'])
      : present([inSummary, 'filed'], [release, 'released'], [find(declaration, 'liquidation'), 'liquidated']),
  };
}

/** An entry number begins with the filer code of its broker; other declarations say who filed, or nobody did. */
export const filerOf = (declaration: string): string | undefined =>
  declaration.startsWith('entry:') ? `broker:${declaration.slice('entry:'.length, 'entry:'.length + 3)}` : undefined;

/** The party that the first of these facts names. */
const firstNamed = (party: 'principal' | 'carrier', ...facts: (KeptFact | undefined)[]): string | undefined =>
  facts.find((fact) => fact?.content[party] !== undefined)?.content[party];

function aboutExport(declaration: Declaration): About {
  const filing = find(declaration, 'filing');
  const departure = find(declaration, 'departure');
  return {
    ...nothingElse,
    principal: filing?.content.principal ?? UNATTRIBUTED,
    broker: filing?.content.broker,
    carrier: firstNamed('carrier', filing, departure),
    milestones: present([filing, 'export-filed'], [departure, 'export-departed']),
  };
}

function aboutMovement(declaration: Declaration): About {
  const departed = find(declaration, 'movement/DEPARTED');
  const arrived = find(declaration, 'movement/ARRIVED');
  const exported = find(declaration, 'movement/EXPORTED');
  const latestFirst = [exported, arrived, departed];
  return {
    ...nothingElse,
    principal: firstNamed('principal', ...latestFirst),
    broker: undefined,
    carrier: firstNamed('carrier', ...latestFirst),
    milestones: present([departed, 'in-bond-departed'], [arrived, 'in-bond-arrived'], [exported, 'in-bond-exported']),
  };
}

const nothingElse = { port: undefined, summary: undefined, cancelled: false } as const;

const find = (declaration: Declaration, series: string): KeptFact | undefined =>
  declaration.counting.find((fact) => fact.series === series);

function present(...ladder: [KeptFact | undefined, Status][]): Milestone[] {
  return ladder.flatMap(([fact, status]) => (fact ? [{ fact, status }] : []));
}
