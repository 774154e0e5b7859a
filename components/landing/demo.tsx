import { AtSign, CornerDownRight } from 'lucide-react';
import { OwnPhoto } from './own-photo';
import { ChosenPicture, Portrait, PortraitSymbols, SAMPLES } from './portraits';

/**
 * The product at a glance, working: a picture that is chosen here changes in a comment, a list and a chat at once. Radio buttons and styles
 * do it, so it needs no script. A photo of the visitor takes the editor, which is loaded for it.
 */
export function Demo() {
  return (
    <div className="demo grid overflow-hidden rounded-3xl border border-line bg-surface shadow-floating sm:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
      <PortraitSymbols />
      <div className="flex flex-col items-center justify-center gap-6 p-6 sm:p-7">
        <div className="relative p-3">
          <ChosenPicture className="size-44 rounded-full" />
          <svg viewBox="0 0 200 200" className="absolute inset-0 size-full text-accent" fill="none" aria-hidden="true">
            <path
              d="M4 34V16A12 12 0 0 1 16 4h18M166 4h18a12 12 0 0 1 12 12v18M196 166v18a12 12 0 0 1-12 12h-18M34 196H16a12 12 0 0 1-12-12v-18"
              stroke="currentColor"
              strokeWidth="3"
              strokeLinecap="round"
            />
          </svg>
        </div>
        <fieldset>
          <legend className="mb-2.5 w-full text-center text-muted text-sm">Change the picture</legend>
          <div className="flex justify-center gap-2.5">
            {SAMPLES.map((name, sample) => (
              <label key={name} className="demo-choice">
                <input
                  type="radio"
                  name="demo"
                  value={sample}
                  defaultChecked={sample === 0}
                  autoComplete="off"
                  aria-label={`Drawing of ${name}`}
                />
                <Portrait sample={sample} />
              </label>
            ))}
            <label className="demo-choice demo-choice-own">
              <input type="radio" name="demo" value="own" autoComplete="off" aria-label="Your photo" />
            </label>
          </div>
        </fieldset>
        <OwnPhoto />
      </div>
      <div
        className="space-y-3 border-line border-t bg-sunken/70 p-5 text-sm sm:border-t-0 sm:border-l sm:p-6"
        role="img"
        aria-label="The same picture beside a comment, in a list of members, and in a chat."
      >
        <div className="rounded-xl border border-line bg-surface p-3.5">
          <div className="flex gap-3">
            <ChosenPicture className="size-10 rounded-full" />
            <div className="min-w-0">
              <p>
                <span className="font-semibold">You</span> <span className="text-muted text-xs">2 min ago</span>
              </p>
              <p className="text-muted">Looks good. Ship it!</p>
            </div>
          </div>
          <p className="mt-2.5 flex items-center gap-1.5 pl-13 text-muted text-xs">
            <CornerDownRight className="size-3.5" aria-hidden="true" /> Reply
          </p>
        </div>
        <div className="divide-y divide-line rounded-xl border border-line bg-surface">
          <div className="flex items-center gap-3 px-3.5 py-2.5">
            <ChosenPicture className="size-8 rounded-lg" />
            <p className="min-w-0 flex-1 truncate font-medium">You</p>
            <span className="rounded-full bg-accent-soft px-2 py-px font-medium text-xs">Online</span>
          </div>
          <div className="flex items-center gap-3 px-3.5 py-2.5">
            <span className="flex size-8 shrink-0 items-center justify-center rounded-lg bg-sunken font-semibold text-muted text-xs">
              MH
            </span>
            <p className="min-w-0 flex-1 truncate">Margaret</p>
            <span className="text-muted text-xs">Away</span>
          </div>
        </div>
        <div className="space-y-2 rounded-xl border border-line bg-surface p-3.5">
          <div className="flex items-end gap-2">
            <ChosenPicture className="size-7 rounded-full" />
            <p className="rounded-2xl rounded-bl-sm bg-accent px-3 py-1.5 text-on-accent">New picture, same me</p>
          </div>
          <p className="flex items-center gap-1.5 pl-9 text-muted text-xs">
            <AtSign className="size-3.5" aria-hidden="true" /> mentioned
            <span className="inline-flex items-center gap-1 rounded-full bg-sunken py-0.5 pr-2 pl-0.5 text-ink">
              <ChosenPicture className="size-4 rounded-full" /> you
            </span>
          </p>
        </div>
      </div>
    </div>
  );
}
