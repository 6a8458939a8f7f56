import { carriers, type Carrier, type CarrierKind } from './reference/carriers.ts';
import { portsWith, type Port, type Traffic } from './reference/ports.ts';
import type { Random } from './random.ts';
import type { Industry } from './reference/tariff.ts';

/** A way by which a company's goods come and go. */
export type Route = {
  /** CATAIR AE table 3: 10 vessel, 11 vessel container, 20 rail, 21 rail container, 30 truck, 40 air. */
  readonly modeOfTransport: '10' | '11' | '20' | '21' | '30' | '40';
  readonly kind: CarrierKind;
  readonly port: Port;
  readonly carrier: Carrier;
  /** The neighbour across a land border. */
  readonly across: 'MX' | 'CA' | null;
};

type Way = {
  readonly modes: readonly Route['modeOfTransport'][];
  readonly kind: CarrierKind;
  readonly traffic: readonly Traffic[];
};

const bySea: Way = { modes: ['11'], kind: 'vessel', traffic: ['sea'] };
const onWheels: Way = { modes: ['10'], kind: 'vessel', traffic: ['sea'] };
const byAir: Way = { modes: ['40'], kind: 'air', traffic: ['air'] };
const byTruck: Way = { modes: ['30'], kind: 'truck', traffic: ['mexican border', 'canadian border'] };
const byRail: Way = { modes: ['20', '21'], kind: 'rail', traffic: ['mexican border', 'canadian border'] };

const ways: Readonly<Record<Industry, readonly (readonly [weight: number, way: Way])[]>> = {
  technology: [
    [4, byAir],
    [4, bySea],
    [2, byTruck],
  ],
  automotive: [
    [3, bySea],
    [1, onWheels],
    [4, byTruck],
    [2, byRail],
  ],
  'mass merchandising': [
    [8, bySea],
    [1, byTruck],
    [1, byAir],
  ],
  pharmaceutical: [
    [6, byAir],
    [4, bySea],
  ],
};

const neighbours: Partial<Record<Traffic, 'MX' | 'CA'>> = { 'mexican border': 'MX', 'canadian border': 'CA' };

/** The few routes that a company keeps to. */
export const routesOf = (industry: Industry, random: Random): Route[] =>
  Array.from({ length: random.int(2, 6) }, () => {
    const { modes, kind, traffic } = random.weighted(ways[industry]);
    const port = random.pick(portsWith(...traffic));
    const across = neighbours[port.traffic] ?? null;
    return { modeOfTransport: random.pick(modes), kind, port, carrier: random.pick(carriers[kind]), across };
  });

export const inContainers = ({ modeOfTransport }: Route): boolean =>
  modeOfTransport === '11' || modeOfTransport === '21';
