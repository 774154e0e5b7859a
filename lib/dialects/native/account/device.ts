import Bowser from 'bowser';

/** Names a browser by its `User-Agent` header: `Firefox on Linux`. @returns null if it is none that is known */
export function describeDevice(userAgent: string): string | null {
  if (userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  if (!browser.name) return null;
  return os.name ? `${browser.name} on ${os.name}` : browser.name;
}
