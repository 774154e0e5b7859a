/** A transfer function from a sample, 0 to 1, to linear light. */
export interface Curve {
  (sample: number): number;
  /** Set if the function is a plain power. */
  exponent?: number;
}

/** IEC 61966-2-1. */
export const srgbCurve: Curve = (sample) => (sample <= 0.04045 ? sample / 12.92 : ((sample + 0.055) / 1.055) ** 2.4);

/** The transfer function of a display with this exponent. */
export function powerCurve(exponent: number): Curve {
  return Object.assign((sample: number) => sample ** exponent, { exponent });
}

const SMPTE_240M: Curve = (sample) => (sample < 0.0913 ? sample / 4 : ((sample + 0.1115) / 1.1115) ** (1 / 0.45));

/** Digital cinema: white is 48 cd/m² of the encodable 52.37. */
const SMPTE_428: Curve = (sample) => (sample ** 2.6 * 52.37) / 48;

/** SMPTE ST 2084: linear light in cd/m². */
export const pqCurve: Curve = (sample) => {
  const root = sample ** (1 / 78.84375);
  return 10_000 * (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
};

/** ARIB STD-B67, inverse OETF: scene light, of which 1 is the peak. */
export const hlgCurve: Curve = (sample) =>
  sample <= 0.5 ? sample ** 2 / 3 : (Math.exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12;

/** HDR TransferCharacteristics code points of CICP (ITU-T H.273, table 3). */
export const PQ = 16;
export const HLG = 18;

/** The display transfer function for BT.709, BT.601 and BT.2020 video (BT.1886). */
const BT_1886 = powerCurve(2.4);

const SDR_CURVES: Partial<Record<number, Curve>> = {
  4: powerCurve(2.2),
  5: powerCurve(2.8),
  7: SMPTE_240M,
  8: powerCurve(1),
  13: srgbCurve,
  17: SMPTE_428,
};

/** SDR TransferCharacteristics in a `cICP` chunk, as Chromium reads them. It ignores other code points. */
export const PNG_CURVES: Partial<Record<number, Curve>> = {
  ...SDR_CURVES,
  1: BT_1886,
  6: BT_1886,
  11: BT_1886,
  14: BT_1886,
  15: BT_1886,
};

/** The same in a HEIF, as Chromium reads them: camera and unknown code points are sRGB. */
export const HEIF_CURVES: Partial<Record<number, Curve>> = SDR_CURVES;
