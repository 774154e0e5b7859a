/** From a sample, 0 to 1, to linear light. */
export interface Curve {
  (sample: number): number;
  /** Of one that is nothing but a power. */
  exponent?: number;
}

/** IEC 61966-2-1. */
export const srgbCurve: Curve = (sample) => (sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4);

/** A display of this exponent. */
export function powerCurve(exponent: number): Curve {
  return Object.assign((sample: number) => sample ** exponent, { exponent });
}

const SMPTE_240M: Curve = (sample) => (sample < 0.0913 ? sample / 4 : ((sample + 0.1115) / 1.1115) ** (1 / 0.45));

/** Digital cinema: 48 cd/m² is white, of the 52.37 that can be written. */
const SMPTE_428: Curve = (sample) => (sample ** 2.6 * 52.37) / 48;

/** SMPTE ST 2084: linear light in cd/m². */
export const pqCurve: Curve = (sample) => {
  const root = sample ** (1 / 78.84375);
  return 10_000 * (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
};

/** ARIB STD-B67, inverse OETF: scene light, of which 1 is the peak. */
export const hlgCurve: Curve = (sample) =>
  sample <= 0.5 ? sample ** 2 / 3 : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12;

/** TransferCharacteristics of CICP for high dynamic range (ITU-T H.273, table 3). */
export const PQ = 16;
export const HLG = 18;

/** As video displays show what BT.709, BT.601 and BT.2020 cameras write (BT.1886). */
const BT_1886 = powerCurve(2.4);

const STILL_CURVES: Partial<Record<number, Curve>> = {
  4: powerCurve(2.2),
  5: powerCurve(2.8),
  7: SMPTE_240M,
  8: powerCurve(1),
  13: srgbCurve,
  17: SMPTE_428,
};

/** What TransferCharacteristics of standard dynamic range mean in a `cICP` chunk, as Chromium reads them; the others are unknown to it. */
export const PNG_CURVES: Partial<Record<number, Curve>> = {
  ...STILL_CURVES,
  1: BT_1886,
  6: BT_1886,
  11: BT_1886,
  14: BT_1886,
  15: BT_1886,
};

/** What they mean in a HEIF, as Chromium reads them: those of cameras, and unknown ones, are sRGB. */
export const HEIF_CURVES: Partial<Record<number, Curve>> = STILL_CURVES;
