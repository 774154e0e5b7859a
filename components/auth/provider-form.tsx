import type { ComponentProps } from 'react';
import { Button } from '../ui/button';

interface ProviderFormProps extends Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className'> {
  /** `connect`: adds the provider to the account that is signed in. `claim`: takes the address from an account that has not proved it. */
  intent?: 'sign-in' | 'connect' | 'claim';
  /** The page to open afterwards. */
  callbackUrl?: string | undefined;
  label: string;
}

/** Leads to the provider, also without a script. */
export function ProviderForm({ intent = 'sign-in', callbackUrl, label, className, ...button }: ProviderFormProps) {
  return (
    <form method="post" action="/api/auth/signin/oidc">
      <input type="hidden" name="intent" value={intent} />
      {callbackUrl && <input type="hidden" name="callbackUrl" value={callbackUrl} />}
      {/* The name of a provider can be long. */}
      <Button type="submit" className={`whitespace-normal py-2 ${className ?? ''}`} {...button}>
        {label}
      </Button>
    </form>
  );
}
