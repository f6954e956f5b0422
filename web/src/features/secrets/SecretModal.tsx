import { Alert, Button, Group, Modal, PasswordInput, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { secretName, type Secret } from '../../api/secrets';
import { notifyDone } from '../../ui/notify';
import { toHost } from '../../ui/toHost';
import { usePutSecret } from './useSecrets';

/** Adds a secret, or gives one a new value. What is typed is sent and forgotten. */
export function SecretModal({ secret, known, onClose }: { secret: Secret | undefined; known: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(secret?.name ?? '');
  const [value, setValue] = useState('');
  const [hosts, setHosts] = useState(secret?.hosts ?? []);
  const put = usePutSecret();
  const problem = put.error instanceof Problem ? put.error : undefined;
  const misnamed = name !== '' && !secretName.test(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ name, value, hosts }, { onSuccess: () => { notifyDone(t('secret.saved', { name })); onClose(); } });
  };

  return (
    <Modal opened onClose={onClose} title={secret ? t('secret.replaceNamed', { name: secret.name }) : t('secret.add')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="md">
          {!secret && (
            <TextInput label={t('secret.name')} description={t('secret.nameHint')} required maxLength={64} autoComplete="off" spellCheck={false} data-autofocus value={name}
              error={misnamed ? t('secret.nameRule') : problem?.field('name')} onChange={(event) => setName(event.currentTarget.value.toUpperCase().replace(/[\s-]+/g, '_'))} />
          )}
          {!secret && known.includes(name) && <Alert color="orange" p="xs">{t('secret.replaces')}</Alert>}
          <PasswordInput label={secret ? t('secret.newValue') : t('secret.value')} description={t('secret.valueHint')} required maxLength={8_192} autoComplete="new-password" value={value} error={problem?.field('value')}
            visibilityToggleButtonProps={{ 'aria-label': t('secret.reveal') }} visibilityToggleFocusable {...(secret && { 'data-autofocus': true })}
            onChange={(event) => setValue(event.currentTarget.value)} />
          <TagsInput withAsterisk label={t('secret.hosts')} description={t('secret.hostsHint')} splitChars={[',', ' ', '\n']} maxTags={10} value={hosts} error={problem?.field('hosts')} placeholder={hosts.length === 0 ? 'api.example.com' : undefined}
            onChange={(given) => setHosts([...new Set(given.map(toHost))])} />
          {put.error && <Alert color="red" p="sm" role="alert">{put.error.message}</Alert>}
        </Stack>
        <Group mt="lg" justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" disabled={!name || misnamed || !value || hosts.length === 0} loading={put.isPending}>{t('app.save')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
