import type { Industry } from './tariff.ts';

// Words that no register of companies is likely to hold: a sample must not be taken for anyone's trade.
const words = [
  'Ottermoss',
  'Gullwhistle',
  'Thimbleroot',
  'Marzipan Anchor',
  'Quillmoor',
  'Lanternfen',
  'Pebblewick',
  'Snowglobe Harbor',
  'Tumbledune',
  'Velvet Puffin',
  'Wobbleford',
  'Copper Walrus',
  'Driftbiscuit',
  'Elderkite',
  'Fiddlebay',
  'Gingham Reef',
  'Hushwater',
  'Inkpond',
  'Jellystone Quay',
  'Kettlemere',
  'Larkspindle',
  'Mittenrock',
  'Nutmeg Lighthouse',
  'Oddfathom',
  'Paper Narwhal',
  'Quibblecreek',
  'Rusty Seahorse',
  'Sleepybuoy',
  'Teacup Fjord',
  'Umbrella Shoal',
  'Violet Barnacle',
  'Whimsey Sound',
  'Yonderleaf',
  'Zigzag Lagoon',
  'Acorn Meridian',
  'Bramblewharf',
  'Clovercask',
  'Dapplecove',
  'Emberferry',
  'Foghornia',
] as const;

const trades: Readonly<Record<Industry, readonly string[]>> = {
  technology: ['Devices', 'Circuits', 'Systems', 'Networks'],
  automotive: ['Motors', 'Auto Parts', 'Wheelworks', 'Drivetrains'],
  'mass merchandising': ['Stores', 'Mercantile', 'Outlets', 'Home Goods'],
  pharmaceutical: ['Remedies', 'Pharma', 'Biologics', 'Apothecary'],
};

/** A made-up name for a company by its place among all, no two alike. */
export function companyName(industry: Industry, index: number): string {
  const word = words[index % words.length]!;
  const round = Math.floor(index / words.length);
  const trade = trades[industry][round % 4]!;
  const again = Math.floor(round / 4);
  return again === 0 ? `${word} ${trade}` : `${word} ${trade} No. ${again + 1}`;
}
