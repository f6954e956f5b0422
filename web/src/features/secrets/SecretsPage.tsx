import { Alert, Badge, Button, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../api/secrets';
import { ConfirmModal } from '../../ui/ConfirmModal';
import { useFormats } from '../../ui/formats';
import { Page } from '../../ui/Page';
import { EmptyState, LoadError, LoadingRows } from '../../ui/States';
import ui from '../../ui/ui.module.css';
import { SecretModal } from './SecretModal';
import { useDeleteSecret, useSecrets } from './useSecrets';

export function SecretsPage() {
  const { t } = useTranslation();
  const secrets = useSecrets();
  const remove = useDeleteSecret();
  const [editing, setEditing] = useState<Secret | 'new'>();
  const [deleting, setDeleting] = useState<string>();
  const add = <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>{t('secret.add')}</Button>;

  return (
    <Page title={t('nav.secrets')} actions={secrets.data && secrets.data.length > 0 ? add : undefined}>
      <Alert color="iris" p="sm" mb="md" icon={<KeyRound size={18} aria-hidden />} title={t('secret.neverShown')}>{t('secret.text')}</Alert>
      {secrets.isPending && <LoadingRows rows={3} />}
      {secrets.isError && !secrets.data && <LoadError error={secrets.error} onRetry={() => void secrets.refetch()} />}
      {secrets.data?.length === 0 && <EmptyState icon={KeyRound} title={t('secret.none')} text={t('secret.noneText')}>{add}</EmptyState>}
      {secrets.data && secrets.data.length > 0 && <SecretTable secrets={secrets.data} onReplace={setEditing} onDelete={setDeleting} />}
      {editing && <SecretModal secret={editing === 'new' ? undefined : editing} known={secrets.data?.map((secret) => secret.name) ?? []} onClose={() => setEditing(undefined)} />}
      <ConfirmModal opened={deleting !== undefined} title={t('secret.deleteTitle', { name: deleting ?? '' })} text={t('secret.deleteText')} action={t('secret.delete')}
        loading={remove.isPending} onClose={() => setDeleting(undefined)}
        onConfirm={() => deleting && remove.mutate(deleting, { onSettled: () => setDeleting(undefined) })} />
    </Page>
  );
}

function SecretTable({ secrets, onReplace, onDelete }: { secrets: Secret[]; onReplace: (secret: Secret) => void; onDelete: (name: string) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className={ui.frame}>
      <Table.ScrollContainer minWidth={560}>
        <Table horizontalSpacing="md" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('secret.name')}</Table.Th>
              <Table.Th scope="col">{t('secret.hosts')}</Table.Th>
              <Table.Th scope="col">{t('secret.updated')}</Table.Th>
              <Table.Th scope="col"><VisuallyHidden>{t('app.actions')}</VisuallyHidden></Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {secrets.map((secret) => (
              <Table.Tr key={secret.name}>
                <Table.Th scope="row" ff="monospace" fw={500}>{secret.name}</Table.Th>
                <Table.Td><Group gap={5}>{secret.hosts.map((host) => <Badge key={host} color="gray" fw={500}>{host}</Badge>)}</Group></Table.Td>
                <Table.Td><Text size="sm" c="dimmed">{secret.updatedAt ? formats.fromNow(secret.updatedAt) : '–'}</Text></Table.Td>
                <Table.Td>
                  <Group gap="xs" justify="flex-end" wrap="nowrap">
                    <Button size="compact-sm" variant="default" aria-label={t('secret.replaceNamed', { name: secret.name })} onClick={() => onReplace(secret)}>{t('secret.replace')}</Button>
                    <Button size="compact-sm" variant="subtle" color="red" aria-label={t('secret.deleteNamed', { name: secret.name })} onClick={() => onDelete(secret.name)}>{t('secret.delete')}</Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
