import { KeyRound } from 'lucide-react';
import { MAX_KEY_LABEL_LENGTH } from '@/lib/accounts/limits';
import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { ApiKey } from '../api/resource';
import { LIFETIMES } from '../keys/expiry';
import type { PageTexts } from '../texts/catalogues';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { Field } from '../ui/field';
import { List, Row, RowIcon } from '../ui/list';
import { Notice } from '../ui/notice';
import { Section } from '../ui/section';
import { Select } from '../ui/select';

interface KeyFormsProps {
  keys: readonly ApiKey[];
  creation: Posted;
  revocation: Posted;
  /** Where the form of a key is posted that revokes it. */
  revokeAction: (id: number) => string;
  texts: PageTexts<'keys'>;
  /** Says what failed. */
  explain: (failure: Pick<Failure, 'code' | 'details'>) => string;
  formatDay: (date: string) => string;
}

/** The page of API keys without scripts: a new key once, a form for another one, and one for each key that revokes it. */
export function KeyForms({ keys, creation, revocation, revokeAction, texts: t, explain, formatDay }: KeyFormsProps) {
  return (
    <div className="space-y-8">
      {typeof creation.done?.key === 'string' && (
        <section
          aria-labelledby="posted-key-heading"
          className="space-y-4 rounded-2xl border-2 border-accent bg-surface p-card shadow-raised"
        >
          <h2 id="posted-key-heading" className="font-semibold text-lg">
            {t('created.title')}
          </h2>
          <p className="text-muted text-sm">{t('created.about')}</p>
          <code dir="ltr" className="block select-all break-all rounded-lg bg-sunken p-3 font-mono text-sm">
            {creation.done.key}
          </code>
        </section>
      )}
      {revocation.failure && revocation.failure.code !== 'not_found' && <Notice kind="error">{explain(revocation.failure)}</Notice>}
      <NewKeyForm posted={creation} texts={t} explain={explain} />
      <Section id="posted-keys-heading" title={t('list.title')} about={t('list.about')}>
        <List empty={t('list.empty')} emptyIcon={<KeyRound aria-hidden="true" />} emptyAbout={t('list.emptyAbout')}>
          {keys.map(({ id, label, lastFour, createdAt, expiresAt }) => (
            <Row
              key={id}
              leading={
                <RowIcon>
                  <KeyRound aria-hidden="true" />
                </RowIcon>
              }
              title={
                <>
                  <bdi>{label}</bdi>{' '}
                  <bdi dir="ltr" className="ms-1 font-mono font-normal text-muted text-sm">
                    {`…${lastFour}`}
                  </bdi>
                </>
              }
              about={
                <>
                  {t.rich('row.created', { date: formatDay(createdAt), time: (text) => <time dateTime={createdAt}>{text}</time> })}
                  {' · '}
                  {expiresAt === null
                    ? t('row.neverExpires')
                    : t.rich(new Date(expiresAt) > new Date() ? 'row.expires' : 'row.expiredOn', {
                        date: formatDay(expiresAt),
                        time: (text) => <time dateTime={expiresAt}>{text}</time>,
                      })}
                </>
              }
            >
              {/* In place of the dialog that asks. */}
              <details className="mt-3 text-sm">
                <summary className="link w-fit cursor-pointer">{t('row.revokeOf', { label })}</summary>
                <form method="post" action={revokeAction(id)} className="mt-2 space-y-3">
                  <p className="text-muted">{t('row.consequences')}</p>
                  <Button type="submit" variant="destructive" size="small">
                    {t('row.revoke')}
                  </Button>
                </form>
              </details>
            </Row>
          ))}
        </List>
      </Section>
    </div>
  );
}

function NewKeyForm({
  posted: { action, failure, values },
  texts: t,
  explain,
}: Pick<KeyFormsProps, 'texts' | 'explain'> & { posted: Posted }) {
  const wrong = failure?.fieldProblems ?? {};
  const lifetimeName = (value: (typeof LIFETIMES)[number]) => {
    if (value === '') return t('form.never');
    if (value === 'date') return t('form.date');
    return value === '365' ? t('form.year') : t('form.days', { days: Number(value) });
  };
  return (
    <Section id="posted-new-key-heading" title={t('form.title')}>
      <form method="post" action={action} className="max-w-md space-y-5">
        {failure && Object.keys(wrong).length === 0 && <Notice kind="error">{explain(failure)}</Notice>}
        <Field
          label={t('form.name')}
          name="label"
          autoComplete="off"
          required
          maxLength={MAX_KEY_LABEL_LENGTH}
          placeholder={t('form.example')}
          defaultValue={values.label}
          error={wrong.label && t('form.enterName')}
        />
        <fieldset aria-describedby={wrong.scopes ? 'posted-scopes-error' : undefined}>
          <legend className="mb-1 font-medium text-sm">{t('form.permissions')}</legend>
          <Choice name="scopes" value="avatar:read" defaultChecked label={t('scopes.read')} about={t('scopes.readAbout')} />
          <Choice name="scopes" value="avatar:write" defaultChecked label={t('scopes.write')} about={t('scopes.writeAbout')} />
          {wrong.scopes && (
            <p id="posted-scopes-error" className="font-medium text-danger text-sm">
              {t('form.choosePermission')}
            </p>
          )}
        </fieldset>
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label={t('form.expires')}
            name="lifetime"
            defaultValue={values.lifetime}
            options={LIFETIMES.map((value) => ({ value, label: lifetimeName(value) }))}
          />
          <Field
            label={t('form.lastDay')}
            name="date"
            type="date"
            defaultValue={values.date}
            error={wrong.expiresAt && t('form.chooseDay')}
          />
        </div>
        <Button type="submit" variant="primary">
          {t('form.submit')}
        </Button>
      </form>
    </Section>
  );
}
