import type { PersonDetails } from '../api/resource';
import { Moment } from '../dates/dates';
import { useTexts } from '../texts/texts';
import { List } from '../ui/list';
import { Section } from '../ui/section';

/** The pictures that the person shows or can restore. */
export function VersionsSection({ versions }: { versions: PersonDetails['versions'] }) {
  const t = useTexts('person.versions');
  return (
    <Section id="versions-heading" title={t('title')}>
      {versions.length === 0 ? (
        <p className="text-muted text-sm">{t('none')}</p>
      ) : (
        <List>
          {versions.map(({ id, alt, createdAt, current, addresses }) => (
            <li key={id} className="break-words p-4 text-sm">
              <p className="font-medium">
                <Moment date={createdAt} />
                {current && ` ${t('current')}`}
                {addresses > 0 && ` ${t('shownBy', { count: addresses })}`}
              </p>
              {alt && <p className="mt-0.5 text-muted">{alt}</p>}
            </li>
          ))}
        </List>
      )}
    </Section>
  );
}
