/** One picture in many places: in its frame, in a list, in a message, and small. An inline SVG, so that the page loads no image. */
export function Illustration({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 384 340" className={className} fill="none" aria-hidden="true">
      <defs>
        <symbol id="portrait" viewBox="0 0 100 100">
          <rect width="100" height="100" fill="#f2c48d" />
          <circle cx="78" cy="20" r="12" fill="#fbe3b8" />
          <path d="M0 72c18-14 32-6 50-12s32-14 50-6v46H0z" fill="#5f9e8f" />
          <path d="M28 46c-3-24 10-34 23-34s25 10 22 33c-1 12 3 20 6 26H22c4-7 7-14 6-25z" fill="#43302b" />
          <path d="M14 100c2-22 18-28 36-28s34 6 36 28z" fill="#0b6e63" />
          <path d="M43 62h14v13c0 5-14 5-14 0z" fill="#c98a63" />
          <ellipse cx="50" cy="47" rx="16" ry="19" fill="#e0a57c" />
          <path d="M33 43c4-13 12-15 20-15 8 1 13 6 14 15-9-1-15-4-18-9-3 5-8 8-16 9z" fill="#43302b" />
          <path d="M44 55c3 4 9 4 12 0" stroke="#8a4a36" strokeWidth="1.8" strokeLinecap="round" />
          <circle cx="44" cy="47" r="1.6" fill="#43302b" />
          <circle cx="56" cy="47" r="1.6" fill="#43302b" />
        </symbol>
        <clipPath id="large">
          <circle cx="140" cy="140" r="112" />
        </clipPath>
        <clipPath id="row">
          <circle cx="286" cy="214" r="22" />
        </clipPath>
        <clipPath id="tile">
          <rect x="304" y="40" width="56" height="56" rx="14" />
        </clipPath>
        <clipPath id="chip">
          <circle cx="90" cy="296" r="13" />
        </clipPath>
      </defs>
      <rect x="12" y="12" width="256" height="256" rx="28" fill="var(--surface)" stroke="var(--line)" />
      <g clipPath="url(#large)">
        <use href="#portrait" x="28" y="28" width="224" height="224" />
      </g>
      <path
        d="M40 64V48a8 8 0 0 1 8-8h16M216 40h16a8 8 0 0 1 8 8v16M240 216v16a8 8 0 0 1-8 8h-16M64 240H48a8 8 0 0 1-8-8v-16"
        stroke="var(--accent)"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <g clipPath="url(#tile)">
        <use href="#portrait" x="304" y="40" width="56" height="56" />
      </g>
      <rect x="250" y="182" width="124" height="64" rx="16" fill="var(--surface)" stroke="var(--line)" />
      <g clipPath="url(#row)">
        <use href="#portrait" x="264" y="192" width="44" height="44" />
      </g>
      <rect x="320" y="203" width="40" height="7" rx="3.5" fill="var(--control-line)" />
      <rect x="320" y="218" width="28" height="7" rx="3.5" fill="var(--line)" />
      <rect x="68" y="276" width="176" height="40" rx="20" fill="var(--surface)" stroke="var(--line)" />
      <g clipPath="url(#chip)">
        <use href="#portrait" x="77" y="283" width="26" height="26" />
      </g>
      <rect x="114" y="288" width="100" height="6" rx="3" fill="var(--control-line)" />
      <rect x="114" y="299" width="64" height="6" rx="3" fill="var(--line)" />
    </svg>
  );
}
