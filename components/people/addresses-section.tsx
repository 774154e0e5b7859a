import type { PersonDetails } from '../api/resource';
import { Day } from '../dates/dates';
import { Badge } from '../ui/badge';
import { List } from '../ui/list';
import { Section } from '../ui/section';

/** The e-mail addresses of the person, and how applications find the picture by them. */
export function AddressesSection({ addresses }: { addresses: PersonDetails['addresses'] }) {
  return (
    <Section id="person-addresses-heading" title="E-mail addresses">
      {addresses.length === 0 ? (
        <p className="text-muted text-sm">None. Another account has proved that it owns the address.</p>
      ) : (
        <List>
          {addresses.map((address) => (
            <li key={address.id} className="p-4 text-sm">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="wrap-anywhere min-w-0 font-medium">{address.email}</span>
                {address.primary && <Badge>Primary</Badge>}
                {address.verified && <Badge>Verified</Badge>}
              </p>
              <p className="mt-0.5 text-muted">
                Added <Day date={address.createdAt} />
                {address.shows === 'none' && ' · shows no picture'}
                {typeof address.shows === 'object' && ' · shows another picture'}
                {!address.hashLookup && ' · not found by its hash'}
              </p>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
