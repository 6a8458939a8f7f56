export type Industry = 'technology' | 'automotive' | 'mass merchandising' | 'pharmaceutical';

export const industries: readonly Industry[] = ['technology', 'automotive', 'mass merchandising', 'pharmaceutical'];

/** Merchandise by its HTSUS number, with the general rate of duty; additional duties of chapter 99 are left out. */
export type Product = {
  readonly htsusNumber: string;
  readonly description: string;
  readonly unit: string;
  /** General rate of duty in parts per million of the value. */
  readonly dutyPerMillion: number;
  /** What is due for each unit, in hundredths of a cent. */
  readonly perUnit: PerUnit;
  /** Least and greatest price of a unit, in cents. */
  readonly price: readonly [number, number];
  /** Where it usually comes from, when it does not come over a land border. */
  readonly origins: readonly string[];
};

type PerUnit = { readonly duty?: number; readonly tax?: number; readonly cottonFee?: number };

type Row = readonly [
  htsusNumber: string,
  description: string,
  unit: string,
  dutyPercent: number,
  price: readonly [number, number],
  origins: string,
  perUnit?: PerUnit,
];

const product = ([htsusNumber, description, unit, dutyPercent, price, origins, perUnit = {}]: Row): Product => ({
  htsusNumber,
  description,
  unit,
  dutyPerMillion: Math.round(dutyPercent * 10_000),
  perUnit,
  price,
  origins: origins.split(' '),
});

const technology: readonly Row[] = [
  ['8471300100', 'Portable computers', 'NO', 0, [320_00, 1_900_00], 'CN VN TW TH'],
  ['8471500150', 'Processing units for servers', 'NO', 0, [900_00, 14_000_00], 'TW CN MY KR'],
  ['8517130000', 'Smartphones', 'NO', 0, [140_00, 850_00], 'CN IN VN KR'],
  ['8517620090', 'Network switches and routers', 'NO', 0, [60_00, 4_200_00], 'CN TW VN TH'],
  ['8542310045', 'Central processing units', 'NO', 0, [40_00, 620_00], 'MY VN TW IL'],
  ['8542310040', 'Graphics processors', 'NO', 0, [70_00, 2_400_00], 'TW KR MY'],
  ['8473301180', 'Printed circuit assemblies for computers', 'NO', 0, [18_00, 480_00], 'CN TW TH PH'],
  ['8471704065', 'Magnetic disk drives', 'NO', 0, [45_00, 310_00], 'TH PH MY CN'],
  ['8528520000', 'Computer monitors', 'NO', 0, [75_00, 640_00], 'CN VN MY'],
  ['8504409550', 'Static converters, rectifiers', 'NO', 1.5, [6_00, 220_00], 'CN TW PH VN'],
];

const automotive: readonly Row[] = [
  ['8703230190', 'Passenger vehicles, 1500 to 3000 cc', 'NO', 2.5, [14_500_00, 46_000_00], 'JP KR DE GB'],
  ['8708305090', 'Brake parts', 'NO', 2.5, [9_00, 160_00], 'CN JP DE IN'],
  ['8708401110', 'Gear boxes', 'NO', 2.5, [380_00, 2_900_00], 'JP DE KR'],
  ['8708806590', 'Parts of suspension systems', 'NO', 2.5, [11_00, 210_00], 'CN JP TW'],
  ['8708295160', 'Body parts and stampings', 'NO', 2.5, [7_00, 340_00], 'CN TW DE'],
  ['8708998180', 'Parts of motor vehicles', 'KG', 2.5, [4_00, 95_00], 'CN JP DE IN TW'],
  ['4011101010', 'Radial tires for passenger cars', 'NO', 4, [28_00, 130_00], 'TH KR ID JP'],
  ['8507600010', 'Lithium-ion batteries for electric vehicles', 'NO', 3.4, [1_400_00, 8_800_00], 'CN KR JP PL'],
  ['8511400000', 'Starter motors', 'NO', 2.5, [38_00, 180_00], 'JP KR CN HU'],
  ['8544300000', 'Wiring harnesses for vehicles', 'NO', 5, [22_00, 390_00], 'PH VN HN CN'],
  ['7009100000', 'Rear-view mirrors', 'NO', 3.9, [12_00, 110_00], 'CN KR DE'],
  ['8409919990', 'Parts of spark-ignition engines', 'NO', 2.5, [5_00, 260_00], 'JP DE CN IN'],
];

const massMerchandising: readonly Row[] = [
  ['9503000073', 'Toys for children of 3 to 12 years', 'NO', 0, [1_50, 28_00], 'CN VN ID'],
  ['6109100012', 'T-shirts of cotton, for men', 'DOZ', 16.5, [19_00, 74_00], 'BD VN HN IN', { cottonFee: 270 }],
  ['6110202079', 'Pullovers of cotton, for women', 'DOZ', 16.5, [48_00, 190_00], 'VN KH ID BD', { cottonFee: 640 }],
  ['6403996075', 'Footwear with uppers of leather', 'PRS', 8.5, [11_00, 64_00], 'VN CN ID IT'],
  ['9403608093', 'Wooden furniture', 'NO', 0, [35_00, 520_00], 'VN CN MY ID'],
  ['9401616011', 'Upholstered chairs with wooden frames', 'NO', 0, [60_00, 780_00], 'VN CN'],
  ['8516710020', 'Coffee makers', 'NO', 3.7, [9_00, 140_00], 'CN ID PT'],
  ['8509400025', 'Blenders', 'NO', 4.2, [8_00, 95_00], 'CN'],
  ['4202923131', 'Travel bags of man-made fibers', 'NO', 17.6, [5_00, 62_00], 'CN VN KH'],
  ['9505102500', 'Christmas ornaments', 'NO', 0, [40, 9_00], 'CN IN PH'],
  ['3924104000', 'Tableware of plastics', 'NO', 3.4, [60, 12_00], 'CN TH'],
  ['7323930045', 'Kitchen ware of stainless steel', 'NO', 2, [4_00, 58_00], 'CN IN KR'],
  ['2203000030', 'Beer in glass bottles', 'LTR', 0, [90, 2_80], 'NL DE BE IE', { tax: 1_534 }],
  [
    '2204215040',
    'Wine in bottles of 2 liters or less',
    'LTR',
    0,
    [2_60, 24_00],
    'FR IT ES NZ',
    { duty: 630, tax: 2_827 },
  ],
];

const pharmaceutical: readonly Row[] = [
  ['3004909291', 'Medicaments in measured doses', 'KG', 0, [90_00, 9_500_00], 'IE CH IN DE'],
  ['3004390050', 'Medicaments containing hormones', 'KG', 0, [400_00, 22_000_00], 'DK DE IE'],
  ['3004200065', 'Medicaments containing antibiotics', 'KG', 0, [60_00, 1_800_00], 'IN IT AT'],
  ['3002150091', 'Immunological products in measured doses', 'KG', 0, [2_000_00, 60_000_00], 'IE DE SG BE'],
  ['3002410000', 'Vaccines for human medicine', 'KG', 0, [1_100_00, 34_000_00], 'BE IE FR KR'],
  ['2941101000', 'Ampicillin and its salts, in bulk', 'KG', 0, [38_00, 150_00], 'IN CN ES'],
  ['2935906000', 'Sulfonamides used as drugs', 'KG', 0, [70_00, 2_600_00], 'IN IT CH'],
  ['2918221000', 'O-Acetylsalicylic acid (aspirin)', 'KG', 6.5, [4_00, 16_00], 'CN ES TH'],
  ['2924296210', 'Acetaminophen', 'KG', 6.5, [4_50, 14_00], 'IN CN'],
  ['2936270000', 'Vitamin C', 'KG', 0, [3_20, 11_00], 'CN GB'],
  ['9018310040', 'Syringes with needles', 'NO', 0, [6, 2_40], 'IE CN SG KR'],
  ['3005905090', 'Dressings and bandages', 'KG', 0, [6_00, 70_00], 'CN GB DE'],
];

/** What each industry imports. HTSUS of 2025, chapters 22 to 95; taxes as of 26 U.S.C. 5041 and 5051. */
export const tariff: Readonly<Record<Industry, readonly Product[]>> = {
  technology: technology.map(product),
  automotive: automotive.map(product),
  'mass merchandising': massMerchandising.map(product),
  pharmaceutical: pharmaceutical.map(product),
};

/** Origins whose goods are mostly free of duty and of the merchandise processing fee by agreement. 19 CFR 24.23(c). */
export const freeTradeOrigins: ReadonlySet<string> = new Set(['MX', 'CA', 'KR', 'SG', 'IL', 'HN']);
