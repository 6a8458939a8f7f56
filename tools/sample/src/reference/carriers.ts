/** A carrier as Customs knows it: its Standard Carrier Alpha Code, or an airline's two letters with its waybill prefix. */
export type Carrier = { readonly code: string; readonly waybillPrefix?: string };

export type CarrierKind = 'vessel' | 'air' | 'truck' | 'rail';

const by = (...codes: readonly string[]): Carrier[] => codes.map((code) => ({ code }));

export const carriers: Readonly<Record<CarrierKind, readonly Carrier[]>> = {
  vessel: by('MAEU', 'MSCU', 'CMDU', 'HLCU', 'ONEY', 'COSU', 'EGLV', 'YMLU', 'HDMU', 'ZIMU', 'OOLU'),
  air: [
    { code: 'FX', waybillPrefix: '023' },
    { code: 'UA', waybillPrefix: '016' },
    { code: 'AA', waybillPrefix: '001' },
    { code: 'DL', waybillPrefix: '006' },
    { code: 'LH', waybillPrefix: '020' },
    { code: 'BA', waybillPrefix: '125' },
    { code: 'CX', waybillPrefix: '160' },
    { code: 'KE', waybillPrefix: '180' },
    { code: 'NH', waybillPrefix: '205' },
    { code: 'CI', waybillPrefix: '297' },
    { code: 'SQ', waybillPrefix: '618' },
  ],
  truck: by('HJBT', 'SNLU', 'SWFT', 'WERN', 'ODFL', 'FXFE', 'ABFS', 'SAIA', 'EXLA', 'KNIG'),
  rail: by('BNSF', 'UP', 'CSXT', 'NS', 'CN', 'CPRS'),
};

/** Owners of containers. ISO 6346: three letters and U. */
export const containerOwners = [
  'MSCU',
  'MSKU',
  'TCNU',
  'TRLU',
  'ANLU',
  'CSQU',
  'TEXU',
  'HLXU',
  'OOLU',
  'EGHU',
  'TGHU',
  'CMAU',
] as const;
