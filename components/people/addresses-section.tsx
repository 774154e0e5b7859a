import type { PersonDetails } from '../api/resource';
import { dayIn } from '../dates/in-text';
import { useTexts } from '../texts/texts';
import { Badge } from '../ui/badge';
import { List } from '../ui/list';
import { Section } from '../ui/section';

/** The e-mail addresses of the person, and how applications find the picture by them. */
export function AddressesSection({ addresses }: { addresses: PersonDetails['addresses'] }) {
  const t = useTexts('person.addresses');
  return (
    <Section id="person-addresses-heading" title={t('title')}>
      {addresses.length === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <List>
          {addresses.map((address) => (
            <li key={address.id} className="p-4 text-sm">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="wrap-anywhere min-w-0 font-medium">{address.email}</span>
                {address.primary && <Badge>{t('primary')}</Badge>}
                {address.verified && <Badge>{t('verified')}</Badge>}
              </p>
              <p className="mt-0.5 text-muted">
                {t.rich('added', dayIn(address.createdAt))}
                {address.shows === 'none' && ` · ${t('showsNone')}`}
                {typeof address.shows === 'object' && ` · ${t('showsOther')}`}
                {!address.hashLookup && ` · ${t('noHash')}`}
              </p>
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
