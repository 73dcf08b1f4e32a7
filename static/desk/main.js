// The desk's pages work without this; it adds keys, a live preview and guards against a double tap.
import { startForms } from './forms.js';
import { startKeys } from './keys.js';
import { startList } from './list.js';
import { startPhotos } from './photos.js';

startForms(document);
startPhotos(document);
startKeys(document, startList(document));
document.getElementById('said')?.focus({ preventScroll: true });
