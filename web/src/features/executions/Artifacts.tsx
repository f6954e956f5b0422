import { Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { artifactPath, listArtifacts } from '../../api/executions';
import { LoadError, LoadMore } from '../../ui/States';
import { FileTable } from '../files/FileTable';
import css from './executions.module.css';
import { executionKey } from './useExecution';

/** The files that the run left; nothing while there are none. */
export function Artifacts({ executionId }: { executionId: string }) {
  const { t } = useTranslation();
  const artifacts = useInfiniteQuery({
    queryKey: [...executionKey(executionId), 'artifacts'], // read again with the run: an event says when there are more
    queryFn: ({ pageParam }) => listArtifacts(executionId, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const files = artifacts.data?.pages.flatMap((page) => page.items) ?? [];
  if (files.length === 0 && !artifacts.isError) return null;
  return (
    <section className={css.section}>
      <Title order={2} size="h4">{t('execution.files')}</Title>
      {files.length > 0 ? <FileTable files={files} addressOf={(file) => artifactPath(executionId, file)} />
        : <LoadError error={artifacts.error} onRetry={() => void artifacts.refetch()} />}
      <LoadMore query={artifacts} />
    </section>
  );
}
