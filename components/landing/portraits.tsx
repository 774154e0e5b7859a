/** The people of the demonstration. */
export const SAMPLES = ['Ada', 'Otto', 'Noor'] as const;

/** Drawings that {@link Portrait} shows. Once in a page, so that it loads no image. */
export function PortraitSymbols() {
  return (
    <svg className="absolute size-0" aria-hidden="true">
      <symbol id="portrait-0" viewBox="0 0 100 100">
        <path fill="#f2c48d" d="M0 0h100v100H0z" />
        <circle cx="79" cy="20" r="12" fill="#fbe3b8" />
        <path d="M0 72c18-14 32-6 50-12s32-14 50-6v46H0z" fill="#5f9e8f" />
        <path d="M28 46c-3-24 10-34 23-34s25 10 22 33c-1 12 3 20 6 26H22c4-7 7-14 6-25z" fill="#43302b" />
        <path d="M14 100c2-22 18-28 36-28s34 6 36 28z" fill="#0b6e63" />
        <path d="M43 62h14v13c0 5-14 5-14 0z" fill="#c98a63" />
        <ellipse cx="50" cy="47" rx="16" ry="19" fill="#e0a57c" />
        <path d="M33 43c4-13 12-15 20-15 8 1 13 6 14 15-9-1-15-4-18-9-3 5-8 8-16 9z" fill="#43302b" />
        <path d="M44 55c3 4 9 4 12 0" fill="none" stroke="#8a4a36" strokeWidth="1.8" strokeLinecap="round" />
        <circle cx="44" cy="47" r="1.6" fill="#43302b" />
        <circle cx="56" cy="47" r="1.6" fill="#43302b" />
      </symbol>
      <symbol id="portrait-1" viewBox="0 0 100 100">
        <path fill="#b9cdea" d="M0 0h100v100H0z" />
        <path d="M0 66 24 40l18 19 20-27 38 41v27H0z" fill="#8fabd3" />
        <path d="M12 100c2-23 18-29 38-29s36 6 38 29z" fill="#33415e" />
        <path d="M42 71l8 8 8-8v-9H42z" fill="#b9764f" />
        <ellipse cx="50" cy="46" rx="17" ry="20" fill="#d08f65" />
        <path d="M33 50c0 16 8 22 17 22s17-6 17-22c-4 7-7 5-10 4-3-2-11-2-14 0-3 1-6 3-10-4z" fill="#5a3a28" />
        <path d="M45 60c3 2.6 7 2.6 10 0z" fill="#f6e7dc" />
        <path d="M31 44c-3-17 8-25 20-25 13 0 21 8 18 25-2-7-5-11-9-13-9 3-17 1-21-1-4 4-6 8-8 14z" fill="#4a2f20" />
        <circle cx="43" cy="46" r="1.7" fill="#2c1c14" />
        <circle cx="57" cy="46" r="1.7" fill="#2c1c14" />
      </symbol>
      <symbol id="portrait-2" viewBox="0 0 100 100">
        <path fill="#f3bfc0" d="M0 0h100v100H0z" />
        <circle cx="20" cy="24" r="26" fill="#f8d7d2" />
        <path d="M50 10c22 0 31 15 30 32 0 13-6 20-12 24H32c-6-4-12-11-12-24-1-17 8-32 30-32z" fill="#2b1f33" />
        <circle cx="25" cy="34" r="11" fill="#2b1f33" />
        <circle cx="75" cy="34" r="11" fill="#2b1f33" />
        <circle cx="36" cy="20" r="11" fill="#2b1f33" />
        <circle cx="64" cy="20" r="11" fill="#2b1f33" />
        <path d="M14 100c2-22 18-28 36-28s34 6 36 28z" fill="#e2a93b" />
        <path d="M43 62h14v13c0 5-14 5-14 0z" fill="#7f4c33" />
        <ellipse cx="50" cy="47" rx="16" ry="19" fill="#99603f" />
        <path d="M34 40c6-1 10-6 12-10 4 6 12 9 20 9-1-11-7-16-16-16s-16 6-16 17z" fill="#2b1f33" />
        <path d="M43 56c4 4 10 4 14 0" fill="none" stroke="#4f2817" strokeWidth="1.8" strokeLinecap="round" />
        <g fill="none" stroke="#f8e9d8" strokeWidth="1.5">
          <circle cx="43" cy="47" r="5.5" />
          <circle cx="57" cy="47" r="5.5" />
          <path d="M48.5 46.5h3" />
        </g>
        <circle cx="43" cy="47" r="1.5" fill="#1d120d" />
        <circle cx="57" cy="47" r="1.5" fill="#1d120d" />
      </symbol>
    </svg>
  );
}

/** One of the drawings. */
export function Portrait({ sample, className = '' }: { sample: number; className?: string }) {
  return (
    <svg viewBox="0 0 100 100" className={`size-full ${className}`} aria-hidden="true">
      <use href={`#portrait-${sample}`} />
    </svg>
  );
}

/** Shows the picture that is chosen in the demonstration. The styles of the page select it, without a script. */
export function ChosenPicture({ className }: { className: string }) {
  return (
    <span className={`relative block shrink-0 overflow-hidden bg-sunken ring-1 ring-edge ${className}`}>
      {SAMPLES.map((name, sample) => (
        <Portrait key={name} sample={sample} className={`demo-picture demo-picture-${sample}`} />
      ))}
      <span className="demo-picture demo-picture-own" />
    </span>
  );
}
