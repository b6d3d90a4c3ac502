/* Finds a table by name or says which ones may have been meant. */
#include "model/entity_name.h"

#include "base/text.h"

onex_status onex_entity_named(const onex_entity **out, const char *name, onex_error *err) {
    char near[256];
    onex_nearest nearest;
    *out = onex_entity_find(name);
    if (*out) return ONEX_OK;
    onex_nearest_init(&nearest, name);
    for (int i = 0; i < onex_nentities; i++) {
        onex_nearest_offer(&nearest, onex_entities[i].name);
        onex_nearest_offer(&nearest, onex_entities[i].title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (*near)
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no table '%s'; nearest: %s", "没有表“%s”；最接近的是：%s"),
                         name, near);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no table '%s'; onex schema lists them", "没有表“%s”；onex schema 列出全部"), name);
}
