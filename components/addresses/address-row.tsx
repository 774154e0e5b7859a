import type { Address, Version } from '../api/resource';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Switch } from '../ui/switch';
import { AddressPicture } from './address-picture';

interface AddressRowProps {
  address: Address;
  versions: readonly Version[];
  busy: boolean;
  /** Whether links are sent to verify addresses. */
  verifies: boolean;
  onVerify: () => void;
  onPrimary: () => void;
  onHashLookup: (isOn: boolean) => void;
  onShow: (shows: Address['shows']) => void;
  onRemove: () => void;
}

/** One e-mail address, and what the person can do with it. */
export function AddressRow({ address, versions, busy, verifies, onVerify, onPrimary, onHashLookup, onShow, onRemove }: AddressRowProps) {
  const { email, verified, primary, hashLookup } = address;
  const needsProof = verifies && !verified;
  return (
    <li className="space-y-4 p-4 sm:p-5">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 font-medium">
        <span className="wrap-anywhere">{email}</span>
        {primary && <Badge>Primary</Badge>}
        {verified && <Badge className="bg-sunken">Verified</Badge>}
        {needsProof && <Badge className="bg-warning-soft">Not verified</Badge>}
      </p>
      {needsProof && (
        <p className="max-w-xl text-muted text-sm">
          Nothing is shown for this address until you open the link in the message that we send to it. Should another person verify it
          first, it becomes theirs.
        </p>
      )}
      <Switch
        checked={hashLookup}
        aria-disabled={busy}
        onChange={(event) => onHashLookup(event.target.checked)}
        label={
          <>
            Show my picture to applications that know only a hash of <span className="wrap-anywhere">{email}</span>
          </>
        }
      />
      <AddressPicture address={address} versions={versions} busy={busy} onShow={onShow} />
      <div className="flex flex-wrap gap-2">
        {needsProof && (
          <Button size="small" aria-disabled={busy} aria-label={`Send the link to ${email}`} onClick={onVerify}>
            Send the link
          </Button>
        )}
        {!primary && !needsProof && (
          <Button size="small" aria-disabled={busy} aria-label={`Make primary: ${email}`} onClick={onPrimary}>
            Make primary
          </Button>
        )}
        {!primary && (
          <Button size="small" variant="danger" aria-disabled={busy} aria-label={`Remove ${email}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
    </li>
  );
}
