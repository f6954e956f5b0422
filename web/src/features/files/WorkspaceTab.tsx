import { Button, Group, Text } from '@mantine/core';
import { FolderOpen, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workspaceFilePath } from '../../api/workspaces';
import { ConfirmModal } from '../../ui/ConfirmModal';
import { useFormats } from '../../ui/formats';
import { notifyDone } from '../../ui/notify';
import { EmptyState, LoadError, LoadingRows, LoadMore } from '../../ui/States';
import { FileTable } from './FileTable';
import { useClearWorkspace, useDeleteFile, useWorkspace } from './useWorkspace';

/** The files that an agent keeps between its runs. */
export function WorkspaceTab({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const files = useWorkspace(agentId);
  const remove = useDeleteFile(agentId);
  const clear = useClearWorkspace(agentId);
  const [asking, setAsking] = useState<{ path: string } | 'all'>();
  const close = () => setAsking(undefined);
  const path = typeof asking === 'object' ? asking.path : '';
  const [first] = files.data?.pages ?? [];
  const items = files.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <>
      <Group mb="sm" gap="xs">
        <Text size="sm" c="dimmed" flex={1} miw="14rem">
          {t('file.workspaceText')}
          {items.length > 0 && first?.totalFiles != null && ` ${t('file.total', { count: first.totalFiles, files: formats.integer(first.totalFiles), size: formats.bytes(first.totalBytes ?? 0) })}`}
        </Text>
        <Button size="xs" variant="default" loading={files.isRefetching} leftSection={<RefreshCw size={14} aria-hidden />} onClick={() => void files.refetch()}>{t('file.reload')}</Button>
        {items.length > 0 && <Button size="xs" variant="default" color="red" leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setAsking('all')}>{t('file.clear')}</Button>}
      </Group>
      {files.isPending && <LoadingRows rows={3} />}
      {files.isError && !files.data && <LoadError error={files.error} onRetry={() => void files.refetch()} />}
      {files.data && items.length === 0 && <EmptyState icon={FolderOpen} title={t('file.none')} text={t('file.noneText')} />}
      {items.length > 0 && <FileTable files={items} addressOf={(file) => workspaceFilePath(agentId, file)} onDelete={(file) => setAsking({ path: file })} />}
      <LoadMore query={files} />
      <ConfirmModal opened={typeof asking === 'object'} title={t('file.deleteTitle')} text={t('file.deleteText', { path })} action={t('file.deleteAction')}
        loading={remove.isPending} onClose={close} onConfirm={() => remove.mutate(path, { onSettled: close })} />
      <ConfirmModal opened={asking === 'all'} title={t('file.clearTitle')} text={t('file.clearText')} action={t('file.clear')}
        loading={clear.isPending} onClose={close} onConfirm={() => clear.mutate(undefined, { onSuccess: () => notifyDone(t('file.cleared')), onSettled: close })} />
    </>
  );
}
