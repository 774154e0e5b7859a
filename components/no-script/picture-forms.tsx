import type { Failure } from '../api/failure';
import type { Posted } from '../api/posted';
import type { AvatarResource } from '../api/resource';
import type { UploadRules } from '../api/rules';
import { Avatar } from '../avatar/avatar';
import { formatBytes } from '../avatar-editor/format-bytes';
import { listFormats } from '../avatar-editor/messages';
import { acceptOf } from '../avatar-editor/open/check-file';
import type { PageTexts } from '../texts/catalogues';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';

interface PictureFormsProps {
  title: string;
  /** The label of the file input. */
  file: string;
  avatar: AvatarResource;
  name: string;
  rules: Pick<UploadRules, 'maxBytes' | 'formats' | 'locked' | 'ownLock'>;
  upload: Posted;
  removal: Posted;
  locale: string;
  texts: PageTexts<'no-script'>;
  /** Says what failed. */
  explain: (failure: Pick<Failure, 'code' | 'details'>) => string;
}

/** The picture page without scripts: the picture, a form for a new one, and one that removes it. */
export function PictureForms({ title, file, avatar, name, rules, upload, removal, locale, texts: t, explain }: PictureFormsProps) {
  // `?failed=` names the form of neither.
  const removalProblem = upload.failure ? null : removal.failure;
  const limits = t('picture.limits', { formats: listFormats(rules.formats, locale), size: formatBytes(rules.maxBytes, locale) });
  return (
    <>
      <h1 className="mb-6 font-semibold text-2xl">{title}</h1>
      <div className="flex flex-col gap-8 rounded-2xl border border-line bg-surface p-5 shadow-raised sm:flex-row sm:items-start sm:gap-10 sm:p-8">
        <Avatar avatar={avatar} name={name} size={208} still className="self-center sm:self-start" />
        <div className="min-w-0 flex-1 space-y-5">
          {upload.done && <Notice kind="success">{t('picture.saved')}</Notice>}
          {removal.done && <Notice kind="success">{t('picture.removed')}</Notice>}
          {removalProblem && <Notice kind="error">{explain(removalProblem)}</Notice>}
          <p className="text-muted">{t(avatar.source === 'none' ? 'picture.none' : 'picture.own')}</p>
          {rules.locked && !rules.ownLock && <Notice kind="warning">{explain({ code: 'changes_disabled', details: {} })}</Notice>}
          {!rules.locked && (
            <>
              <form method="post" action={upload.action} encType="multipart/form-data" className="max-w-md space-y-4">
                <Field
                  label={file}
                  name="image"
                  type="file"
                  required
                  accept={acceptOf(rules.formats)}
                  hint={limits}
                  error={upload.failure ? explain(upload.failure) : undefined}
                />
                {/* An error takes the place of the hint, which says what is accepted. */}
                {upload.failure && <p className="text-muted text-sm">{limits}</p>}
                <p className="text-muted text-sm">{t('picture.framing')}</p>
                <Button type="submit" variant="primary">
                  {t('picture.upload')}
                </Button>
              </form>
              {avatar.id !== null && (
                <form method="post" action={removal.action}>
                  <Button type="submit" variant="danger">
                    {t('picture.remove')}
                  </Button>
                </form>
              )}
            </>
          )}
        </div>
      </div>
    </>
  );
}
