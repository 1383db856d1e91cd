import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { styleSheet } from '../styles/index.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { CreatorForm } from './CreatorForm.tsx';

interface CreateDialogProps {
  typeId: PageTypeId;
  onClose(): void;
  onCreated(id: string): void;
}

/** What the create form in the inner frame tells the page around it. */
export type CreatorMessage = { sandboxPage: 'created'; id: string } | { sandboxPage: 'cancelled' };

const EMPTY_PAGE = '<!doctype html><html><head></head><body></body></html>';

/** A frame of the same origin whose body React renders into. */
function Frame({
  name,
  title,
  attributes,
  children,
}: {
  name?: string;
  title: string;
  attributes?: object;
  children: ReactNode;
}) {
  const { boot } = usePage();
  const [body, setBody] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!body) return;
    body.ownerDocument.documentElement.dir = boot.dom.locale === 'ar' ? 'rtl' : 'ltr';
    body.ownerDocument.documentElement.lang = boot.dom.locale;
  }, [body, boot.dom.locale]);
  return (
    <iframe
      className={c('frame')}
      name={name}
      title={title}
      srcDoc={EMPTY_PAGE}
      onLoad={(event) => setBody(event.currentTarget.contentDocument?.body ?? null)}
      {...attributes}
    >
      {body &&
        createPortal(
          <>
            <style>{styleSheet(boot.dom.theme)}</style>
            {children}
          </>,
          body,
        )}
    </iframe>
  );
}

/** The dialog to create a record: a frame of the app's navigation with the object builder's frame in it, same origin. */
export function CreateDialog({ typeId, onClose, onCreated }: CreateDialogProps) {
  const { mark, t, noun, transport } = usePage();
  const title = t('create', { object: noun(SURFACES[typeId].one) });
  const url = transport.creatorUrl?.(typeId);
  useEffect(() => {
    const receive = ({ origin, data }: MessageEvent<CreatorMessage | null>) => {
      if (origin !== location.origin) return;
      if (data?.sandboxPage === 'created') onCreated(data.id);
      if (data?.sandboxPage === 'cancelled') onClose();
    };
    addEventListener('message', receive);
    return () => removeEventListener('message', receive);
  }, [onCreated, onClose]);
  const attributes = mark({ 'data-test-id': 'object-builder-ui-iframe' });
  return (
    <Dialog title={title} kind="panel" onClose={onClose}>
      <Frame title={title} name={mark({ name: 'nav-components:nav-object-create' }, 'named').name}>
        {url ? (
          <iframe className={c('frame')} title={title} src={url} {...attributes} />
        ) : (
          <Frame title={title} attributes={attributes}>
            <CreatorForm typeId={typeId} onCreated={onCreated} onCancel={onClose} />
          </Frame>
        )}
      </Frame>
    </Dialog>
  );
}
