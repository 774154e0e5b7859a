import { ImageUp, RefreshCw, Server, ShieldCheck } from 'lucide-react';
import { buttonClass } from '../ui/button';
import { Illustration } from './illustration';

const REASONS = [
  {
    icon: ImageUp,
    title: 'Framed once',
    text: 'Drop a photo, move, zoom, straighten. What you see in the preview is what everybody gets, sharp on every screen.',
  },
  {
    icon: RefreshCw,
    title: 'Up to date everywhere',
    text: 'A new picture has a new address, so no cache shows the old one. Other tabs and clients follow at once.',
  },
  {
    icon: ShieldCheck,
    title: 'Yours alone',
    text: 'Place and camera data are taken out of what others see. The original stays with you, and removing can be undone.',
  },
  {
    icon: Server,
    title: 'On your own server',
    text: 'One command starts it. No page asks any other server for anything, so nobody else learns who looks at whom.',
  },
];

const APIS = ['MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip', 'REST'];

/** What strangers see: what this is, and the way in. */
export function Landing() {
  return (
    <div className="mx-auto max-w-5xl px-4 sm:px-6">
      <div className="grid items-center gap-10 py-12 sm:py-20 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div>
          <h1 className="text-balance font-semibold text-4xl leading-[1.1] tracking-tight sm:text-5xl">
            Change your picture once. It changes everywhere.
          </h1>
          <p className="mt-5 max-w-xl text-lg text-muted">
            Likeness keeps your profile picture in one place, on a server of your own. Every page, client and API shows the same one.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <a href="/sign-up" className={buttonClass({ look: 'primary', size: 'large' })}>
              Create account
            </a>
            <a href="/sign-in" className={buttonClass({ size: 'large' })}>
              Sign in
            </a>
          </div>
        </div>
        <Illustration className="mx-auto w-full max-w-96" />
      </div>
      <ul className="grid gap-x-10 gap-y-8 border-line border-t py-12 sm:grid-cols-2">
        {REASONS.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-4">
            <span className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-accent-soft text-accent">
              <Icon className="size-5" aria-hidden="true" />
            </span>
            <div>
              <h2 className="font-medium">{title}</h2>
              <p className="mt-1 text-muted text-sm">{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <section
        aria-labelledby="apis-heading"
        className="flex flex-col gap-4 border-line border-t py-12 sm:flex-row sm:items-center sm:justify-between"
      >
        <div className="max-w-md">
          <h2 id="apis-heading" className="font-medium">
            Speaks what your clients speak
          </h2>
          <p className="mt-1 text-muted text-sm">
            Programs that know one of four avatar APIs work as they are. For your own, there is plain REST.
          </p>
        </div>
        <ul className="flex flex-wrap gap-2">
          {APIS.map((name) => (
            <li key={name} className="rounded-full border border-line bg-surface px-3 py-1.5 font-medium text-sm">
              {name}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
