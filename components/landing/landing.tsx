import { ImageUp, RefreshCw, Server, ShieldCheck } from 'lucide-react';
import { DeletionReport } from '../data/deletion-report';
import { buttonClass } from '../ui/button';
import { Notice } from '../ui/notice';
import { Demo } from './demo';

const REASONS = [
  {
    icon: ImageUp,
    title: 'Crop once',
    text: 'Drop a photo, move, zoom, straighten. What you see in the preview is what everyone sees, sharp on every screen.',
  },
  {
    icon: RefreshCw,
    title: 'Up to date everywhere',
    text: 'A new picture has a new address, so no cache shows the old one. Other tabs and clients update immediately.',
  },
  {
    icon: ShieldCheck,
    title: 'Private by default',
    text: 'Location and camera data are removed from what others see. Only you can download the original, and you can undo a removal.',
  },
  {
    icon: Server,
    title: 'On your own server',
    text: 'One command starts it. Pages load nothing from other servers, so no third party learns who views which picture.',
  },
];

const APIS = ['MyCargoExtra', 'Cloudreve', 'Ulule', 'Zulip', 'REST'];

/**
 * The page for visitors without a session: a summary and the sign-in link.
 * @param isSetupOpen whether there is no administrator yet
 * @param canSignUp whether people without an invite may sign up
 */
export function Landing({ isSetupOpen, canSignUp }: { isSetupOpen: boolean; canSignUp: boolean }) {
  return (
    <div className="mx-auto w-full max-w-[76rem] px-gutter">
      <div className="pt-6">
        <DeletionReport />
      </div>
      <div className="grid items-center gap-x-14 gap-y-12 pt-6 pb-16 sm:pt-12 sm:pb-24 lg:grid-cols-[minmax(0,1fr)_minmax(0,36rem)]">
        <div>
          <h1 className="text-balance font-semibold text-display">Change your picture once. It changes everywhere.</h1>
          <p className="mt-6 max-w-xl text-lg text-muted">
            Likeness keeps your profile picture in one place, on your own server. Every page, client and API shows the same one.
          </p>
          {isSetupOpen && (
            <div className="mt-6 max-w-xl">
              <Notice kind="warning">
                This server has no administrator yet. To finish the setup, open the setup link that it printed when it started.
              </Notice>
            </div>
          )}
          <div className="mt-8 flex flex-wrap gap-3">
            {canSignUp && (
              <a href="/sign-up" className={buttonClass({ variant: 'primary', size: 'large' })}>
                Create account
              </a>
            )}
            <a href="/sign-in" className={buttonClass({ variant: canSignUp ? 'secondary' : 'primary', size: 'large' })}>
              Sign in
            </a>
          </div>
        </div>
        <Demo />
      </div>
      <ul className="grid gap-x-14 gap-y-10 border-line border-t py-14 sm:grid-cols-2 lg:grid-cols-4 lg:gap-x-10">
        {REASONS.map(({ icon: Icon, title, text }) => (
          <li key={title}>
            <span className="flex size-10 items-center justify-center rounded-xl bg-accent-soft text-accent">
              <Icon className="size-5" aria-hidden="true" />
            </span>
            <h2 className="mt-4 font-semibold">{title}</h2>
            <p className="mt-1.5 text-muted text-sm">{text}</p>
          </li>
        ))}
      </ul>
      <section
        aria-labelledby="apis-heading"
        className="flex flex-col gap-x-10 gap-y-5 border-line border-t py-12 sm:flex-row sm:items-center sm:justify-between"
      >
        <div className="max-w-md">
          <h2 id="apis-heading" className="font-semibold">
            Works with your clients
          </h2>
          <p className="mt-1.5 text-muted text-sm">
            Clients of four avatar APIs work without changes. For your own programs there is a REST API.
          </p>
        </div>
        <ul className="flex flex-wrap gap-2">
          {APIS.map((name) => (
            <li key={name} className="rounded-full border border-line bg-surface px-3.5 py-1.5 font-medium text-sm">
              {name}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
