import type { Address, Version } from '../api/resource';
import { useTexts } from '../texts/texts';
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
  const t = useTexts('addresses.row');
  const { email, verified, primary, hashLookup } = address;
  const needsProof = verifies && !verified;
  return (
    <li className="space-y-4 p-4 sm:p-5">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 font-medium">
        <bdi className="wrap-anywhere">{email}</bdi>
        {primary && <Badge>{t('primary')}</Badge>}
        {verified && <Badge className="bg-sunken">{t('verified')}</Badge>}
        {needsProof && <Badge className="bg-warning-soft">{t('notVerified')}</Badge>}
      </p>
      {needsProof && <p className="max-w-xl text-muted text-sm">{t('unproven')}</p>}
      <Switch
        checked={hashLookup}
        aria-disabled={busy}
        onChange={(event) => onHashLookup(event.target.checked)}
        label={t.rich('hashLookup', { email, address: (text) => <bdi className="wrap-anywhere">{text}</bdi> })}
      />
      <AddressPicture address={address} versions={versions} busy={busy} onShow={onShow} />
      {(needsProof || !primary) && (
        <div className="flex flex-wrap gap-2">
          {needsProof && (
            <Button size="small" aria-disabled={busy} aria-label={t('sendTo', { email })} onClick={onVerify}>
              {t('send')}
            </Button>
          )}
          {!primary && !needsProof && (
            <Button size="small" aria-disabled={busy} aria-label={t('makePrimaryOf', { email })} onClick={onPrimary}>
              {t('makePrimary')}
            </Button>
          )}
          {!primary && (
            <Button size="small" variant="danger" aria-disabled={busy} aria-label={t('removeOf', { email })} onClick={onRemove}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
