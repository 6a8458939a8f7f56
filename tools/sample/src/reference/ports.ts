export type Traffic = 'sea' | 'air' | 'mexican border' | 'canadian border' | 'inland';

export type Port = { readonly code: string; readonly name: string; readonly traffic: Traffic };

const of = (traffic: Traffic, codes: Readonly<Record<string, string>>): Port[] =>
  Object.entries(codes).map(([code, name]) => ({ code, name, traffic }));

/** Busy ports, by Schedule D code (Census Bureau), and the traffic that the sample sends through them. */
export const ports: readonly Port[] = [
  ...of('sea', {
    '2704': 'Los Angeles, CA',
    '2709': 'Long Beach, CA',
    '4601': 'New York/Newark, NJ',
    '1703': 'Savannah, GA',
    '5301': 'Houston, TX',
    '3001': 'Seattle, WA',
    '3002': 'Tacoma, WA',
    '2811': 'Oakland, CA',
    '1401': 'Norfolk, VA',
    '1601': 'Charleston, SC',
    '1303': 'Baltimore, MD',
    '1803': 'Jacksonville, FL',
    '1701': 'Brunswick, GA',
    '5203': 'Port Everglades, FL',
    '2002': 'New Orleans, LA',
    '1101': 'Philadelphia, PA',
    '4909': 'San Juan, PR',
  }),
  ...of('air', {
    '4701': 'JFK Airport, NY',
    '2720': 'Los Angeles Airport, CA',
    '3901': 'Chicago, IL',
    '5206': 'Miami Airport, FL',
    '5501': 'Dallas-Fort Worth, TX',
    '2006': 'Memphis, TN',
    '4115': 'Louisville, KY',
    '1704': 'Atlanta, GA',
    '3126': 'Anchorage, AK',
    '2801': 'San Francisco Airport, CA',
    '5309': 'Houston Airport, TX',
    '3029': 'Sea-Tac, WA',
  }),
  ...of('mexican border', {
    '2304': 'Laredo, TX',
    '2402': 'El Paso, TX',
    '2506': 'Otay Mesa, CA',
    '2305': 'Hidalgo/Pharr, TX',
    '2303': 'Eagle Pass, TX',
    '2604': 'Nogales, AZ',
    '2301': 'Brownsville, TX',
  }),
  ...of('canadian border', {
    '3801': 'Detroit, MI',
    '3802': 'Port Huron, MI',
    '0901': 'Buffalo, NY',
    '0712': 'Champlain, NY',
    '3004': 'Blaine, WA',
    '3401': 'Pembina, ND',
    '3310': 'Sweetgrass, MT',
  }),
  ...of('inland', {
    '4501': 'Kansas City, MO',
    '4503': 'St Louis, MO',
    '4102': 'Cincinnati, OH',
    '4103': 'Columbus, OH',
    '4110': 'Indianapolis, IN',
    '2007': 'Nashville, TN',
    '3303': 'Salt Lake City, UT',
    '3307': 'Denver, CO',
    '3501': 'Minneapolis, MN',
  }),
];

export const portsWith = (...traffic: readonly Traffic[]): Port[] =>
  ports.filter((port) => traffic.includes(port.traffic));
