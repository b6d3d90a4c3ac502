/* Joins the folder, the lexer and the workers. What the declarations mean is left to the compiler. */
#include "rules/front.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/compile.h"

/* ---- choosing files ---- */

/* Whether the path is `only` or lies in it. */
static bool lies_in(const char *path, const char *only) {
    size_t len = strlen(only);
    while (len && only[len - 1] == '/') len--;
    return strncmp(path, only, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static bool wanted(const onex_rules_options *options, const onex_rule_file *file) {
    if (!file->test) return true;
    return options->with_tests && (!options->only || lies_in(file->path, options->only));
}

static onex_status check_only(const onex_front *front, const onex_rules_options *options, onex_error *err) {
    if (!options->only) return ONEX_OK;
    for (int i = 0; i < front->folder.nfiles; i++)
        if (lies_in(front->folder.files[i].path, options->only)) return ONEX_OK;
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no file '%s' in the rules folder '%s'", "规则文件夹中没有文件“%s”（%s）"), options->only,
                     options->dir);
}

/* ---- reading ---- */

static bool same_college(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The layer of the college; a new one behind the others where there is none yet. */
static onex_front_layer *layer_of(onex_front *front, const char *college) {
    for (int i = 0; i < front->nlayers; i++)
        if (same_college(front->layers[i].college, college)) return &front->layers[i];
    size_t room = (size_t)front->folder.nfiles + 1;
    onex_front_layer *layer = &front->layers[front->nlayers];
    layer->college = college;
    layer->files = onex_arena_alloc(&front->arena, room * sizeof *layer->files);
    layer->lexed = onex_arena_alloc(&front->arena, room * sizeof *layer->lexed);
    if (!layer->files || !layer->lexed) return NULL;
    front->nlayers++;
    return layer;
}

static onex_status sort_into_layers(onex_front *front, const onex_rules_options *options, onex_error *err) {
    int all = front->folder.nfiles;
    front->layers = onex_arena_alloc(&front->arena, ((size_t)all + 1) * sizeof *front->layers);
    if (!front->layers || !layer_of(front, NULL)) return onex_no_memory(err); /* the school's is the first */
    for (int i = 0; i < all; i++) {
        const onex_rule_file *file = &front->folder.files[i];
        if (!wanted(options, file)) continue;
        if (!front->lexed[i].tokens || front->lexed[i].unreadable) {
            front->complete = false;
            continue;
        }
        onex_front_layer *layer = layer_of(front, file->college);
        if (!layer) return onex_no_memory(err);
        layer->files[layer->nfiles] = file;
        layer->lexed[layer->nfiles++] = front->lexed[i];
    }
    return ONEX_OK;
}

/* ---- running ---- */

/* How many layers run at one time: each has a processor, so that none is late because of the others. */
static int lanes(void) {
    cpu_set_t cpus;
    int n = sched_getaffinity(0, sizeof cpus, &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
    return n < 1 ? 1 : n > ONEX_WORKERS_WATCHED ? ONEX_WORKERS_WATCHED : n;
}

typedef struct running {
    onex_front *front;
    onex_problems *problems;
    int begun;   /* layers whose files run, or ran */
    int stopped; /* layers whose worker did not end by itself */
    bool stop;   /* the others are not run */
} running;

static onex_status begin_layer(const onex_front *front, onex_front_layer *layer, onex_error *err) {
    if (!layer->nfiles) return ONEX_OK;
    onex_status status = onex_worker_start(&layer->worker, front->program, front->limits, err);
    return status == ONEX_OK ? onex_worker_load_ask(layer->worker, layer->files, layer->nfiles, front->unconfined, err)
                             : status;
}

/* Until the layer is through, keeps all lanes busy with it and those behind it. */
static onex_status run_up_to(running *r, int wanted, onex_error *err) {
    onex_front_layer *layers = r->front->layers;
    for (;;) {
        onex_worker *silent[ONEX_WORKERS_WATCHED];
        int nsilent = 0;
        for (int i = wanted; i < r->begun; i++)
            if (layers[i].worker && onex_worker_silent(layers[i].worker)) silent[nsilent++] = layers[i].worker;
        if (r->begun < r->front->nlayers && nsilent < lanes() && r->begun - wanted < ONEX_WORKERS_WATCHED) {
            onex_status status = begin_layer(r->front, &layers[r->begun++], err);
            if (status != ONEX_OK) return status;
            continue;
        }
        if (!layers[wanted].worker || !onex_worker_silent(layers[wanted].worker)) return ONEX_OK;
        onex_worker_watch(silent, nsilent);
    }
}

/* What the machine lacks is said once, at the first file of a college. */
static onex_status tell_unconfined(running *r, const onex_front_layer *layer, bool ran, onex_error *err) {
    const char *code = ran ? "W0109" : "E0109";
    for (int i = 0; i < r->problems->count; i++)
        if (strcmp(r->problems->items[i].code, code) == 0) return ONEX_OK;
    r->stop = !ran;
    const char *what =
        ran ? onex_tr("ONEX_SANDBOX=none: rule files of colleges ran unconfined, and could do what this program can",
                      "ONEX_SANDBOX=none：学院的规则文件未受限制地运行，能做本程序能做的一切")
            : onex_tr("this system has nothing that confines rule files, so those of colleges are not run",
                      "本系统没有限制规则文件的手段，因此不运行学院的规则文件");
    const char *hint =
        ran ? NULL
            : onex_tr("use a kernel with seccomp or Landlock; ONEX_SANDBOX=none in the environment runs them unconfined",
                      "请使用支持 seccomp 或 Landlock 的内核；设置环境变量 ONEX_SANDBOX=none 则不加限制地运行");
    onex_place at = {.file = layer->files[0]->path};
    return onex_problem_add(r->problems, code, ran, at, 0, hint, "%s", what) == ONEX_OK ? ONEX_OK : onex_no_memory(err);
}

enum { STOPPED = 10 }; /* layers, after which the time of a load is used up */

static onex_status tell_stopped(running *r, const onex_front_layer *layer, onex_error *err) {
    if (++r->stopped < STOPPED || r->begun == r->front->nlayers) return ONEX_OK;
    r->stop = true;
    onex_place at = {.file = layer->files[0]->path};
    return onex_problem_add(r->problems, "E0108", false, at, 0, NULL,
                            onex_tr("%d layers were stopped; those behind this one were not run",
                                    "已有 %d 层被终止；其后各层不再运行"),
                            STOPPED) == ONEX_OK
               ? ONEX_OK
               : onex_no_memory(err);
}

static onex_status hear_layer(running *r, onex_front_layer *layer, onex_error *err) {
    onex_worker_loaded loaded;
    layer->first = r->front->raw.ndecls;
    onex_status status = onex_worker_load(layer->worker, layer->files, layer->lexed, layer->nfiles, &r->front->raw,
                                          r->problems, &loaded, err);
    layer->ndecls = r->front->raw.ndecls - layer->first;
    if (!loaded.complete) r->front->complete = false;
    if (status == ONEX_OK && (loaded.not_run || (layer->college && !(loaded.locks & ONEX_LOCKS_CONFINE))))
        status = tell_unconfined(r, layer, !loaded.not_run, err);
    if (status == ONEX_OK && onex_worker_dead(layer->worker) && !loaded.not_run) status = tell_stopped(r, layer, err);
    if (!loaded.computes) {
        onex_worker_end(layer->worker);
        layer->worker = NULL;
    }
    return status;
}

/* Runs the layers side by side; what they say is taken in their order, so that it does not depend on their speed. */
static onex_status run_layers(onex_front *front, onex_problems *problems, onex_error *err) {
    running r = {.front = front, .problems = problems};
    onex_status status = ONEX_OK;
    for (int i = 0; i < front->nlayers && status == ONEX_OK && !r.stop; i++) {
        status = run_up_to(&r, i, err);
        if (status == ONEX_OK && front->layers[i].worker) status = hear_layer(&r, &front->layers[i], err);
    }
    return status;
}

enum { LAYER = 2 << 20 }; /* bytes of all files of a layer: they are one question to its worker */

static onex_status too_much(const char *path, onex_problems *problems, onex_error *err) {
    return onex_rule_file_wrong(path, problems, err, onex_tr("leave out what no rule needs", "请删去规则不需要的内容"),
                                onex_tr("with this file the rule files of the layer hold more than %d MB",
                                        "加上这个文件，本层的规则文件超过 %d MB"),
                                LAYER >> 20);
}

onex_status onex_front_read(onex_front *out, const onex_rules_options *options, onex_worker_limits limits,
                            onex_problems *problems, onex_error *err) {
    *out = (onex_front){.complete = true, .unconfined = options->unconfined, .limits = limits};
    out->raw.arena = &out->arena;
    onex_status status = options->files ? onex_rule_folder_take(&out->folder, options->files, options->nfiles,
                                                                options->colleges, options->ncolleges, problems, err)
                                        : onex_rule_folder_read(&out->folder, options->dir, options->colleges,
                                                                options->ncolleges, problems, err);
    if (status == ONEX_OK) status = check_only(out, options, err);
    if (status != ONEX_OK) return status;
    const char *program = options->worker ? options->worker : "";
    out->program = onex_arena_text(&out->arena, program, strlen(program));
    out->lexed = onex_arena_alloc(&out->arena, ((size_t)out->folder.nfiles + 1) * sizeof *out->lexed);
    if (!out->lexed || !out->program) return onex_no_memory(err);
    size_t held = 0; /* by the layer */
    for (int i = 0; i < out->folder.nfiles && status == ONEX_OK; i++) {
        const onex_rule_file *file = &out->folder.files[i];
        if (!file->text || !wanted(options, file)) continue;
        bool same_layer = i && same_college(file->college, out->folder.files[i - 1].college);
        held = file->len + (same_layer ? held : 0);
        if (held > LAYER) {
            if (held - file->len <= LAYER) status = too_much(file->path, problems, err);
            continue;
        }
        status = onex_lex(&out->lexed[i], &out->arena, file->path, file->text, file->len, problems, err);
    }
    if (status == ONEX_OK) status = sort_into_layers(out, options, err);
    return status == ONEX_OK ? run_layers(out, problems, err) : status;
}

onex_worker *onex_front_worker(const onex_front *front, const char *college) {
    for (int i = 0; i < front->nlayers; i++)
        if (same_college(front->layers[i].college, college)) return front->layers[i].worker;
    return NULL;
}

/* ---- a worker that died over one function ---- */

static const onex_raw *compute_of(const onex_raw_decl *decl) {
    for (int i = 0; decl->body && i < decl->body->nkeys; i++)
        if (strcmp(decl->body->keys[i], "compute") == 0) return decl->body->values[i];
    return NULL;
}

/* Whether a second run of the files declared the same, with the same numbers of functions. */
static bool same_functions(const onex_raw_decl *a, const onex_raw_decl *b, int n) {
    for (int i = 0; i < n; i++) {
        const onex_raw *x = compute_of(&a[i]), *y = compute_of(&b[i]);
        if (!a[i].name != !b[i].name || (a[i].name && strcmp(a[i].name, b[i].name) != 0) || !x != !y) return false;
        if (x && (x->kind != y->kind || x->integer != y->integer || x->at.line != y->at.line)) return false;
    }
    return true;
}

enum { REVIVALS = 3 };

onex_status onex_front_revive(onex_front *front, const char *college, onex_error *err) {
    onex_front_layer *layer = NULL;
    for (int i = 0; i < front->nlayers && !layer; i++)
        if (same_college(front->layers[i].college, college)) layer = &front->layers[i];
    if (!layer || layer->revived++ >= REVIVALS) return ONEX_OK;
    onex_arena arena = {0};
    onex_raw_set again = {.arena = &arena};
    onex_problems problems = {0};
    onex_worker_loaded loaded = {.complete = false};
    onex_front_layer fresh = *layer;
    fresh.worker = NULL;
    onex_status status = begin_layer(front, &fresh, err);
    if (status == ONEX_OK)
        status = onex_worker_load(fresh.worker, layer->files, layer->lexed, layer->nfiles, &again, &problems, &loaded, err);
    if (status == ONEX_OK && loaded.complete && again.ndecls == layer->ndecls &&
        same_functions(front->raw.decls + layer->first, again.decls, again.ndecls)) {
        onex_worker_end(layer->worker);
        layer->worker = fresh.worker;
    } else {
        onex_worker_end(fresh.worker);
    }
    free(again.decls);
    onex_problems_clear(&problems);
    onex_arena_clear(&arena);
    return status;
}

void onex_front_clear(onex_front *front) {
    for (int i = 0; i < front->nlayers; i++) onex_worker_end(front->layers[i].worker);
    free(front->raw.decls);
    onex_rule_folder_clear(&front->folder);
    onex_arena_clear(&front->arena);
    *front = (onex_front){0};
}

/* ---- showing ---- */

static int by_place(const void *a, const void *b) {
    const onex_problem *p = a, *q = b;
    int order = strcmp(p->at.file ? p->at.file : "", q->at.file ? q->at.file : "");
    if (order == 0) order = (p->at.line > q->at.line) - (p->at.line < q->at.line);
    if (order == 0) order = (p->at.column > q->at.column) - (p->at.column < q->at.column);
    if (order == 0) order = strcmp(p->code, q->code);
    return order ? order : strcmp(p->message, q->message);
}

static void drop_repeated(onex_problems *problems) {
    int kept = 0;
    for (int i = 0; i < problems->count; i++) {
        if (kept && by_place(&problems->items[kept - 1], &problems->items[i]) == 0) {
            onex_problems one = {.items = malloc(sizeof *one.items), .count = 1};
            if (!one.items) return;
            one.items[0] = problems->items[i];
            problems->errors -= !problems->items[i].warning;
            onex_problems_clear(&one);
            continue;
        }
        problems->items[kept++] = problems->items[i];
    }
    problems->count = kept;
}

/* Characters of the token that begins at the place; 0: none does. */
static int width_at(const onex_lexed *lexed, onex_place at) {
    if (!lexed->tokens) return 0;
    for (int i = onex_lexed_line(lexed, at.line); i < lexed->ntokens && lexed->tokens[i].line == at.line; i++)
        if (lexed->tokens[i].column == at.column) return lexed->tokens[i].width;
    return 0;
}

/* The file's path as the user knows it. */
static bool show_path(const char *dir, char separator, onex_place *at) {
    size_t len = strlen(dir), inner = strlen(at->file);
    while (len > 1 && dir[len - 1] == '/') len--;
    char *shown = malloc(len + inner + 2);
    if (!shown) return false;
    snprintf(shown, len + inner + 2, "%.*s%c%s", (int)len, dir, separator, at->file);
    free((char *)at->file);
    at->file = shown;
    return true;
}

enum { EXCERPT = 1000 }; /* bytes of the longest line that is shown */

static bool dress(const onex_front *front, const char *dir, char separator, onex_problem *p) {
    const onex_rule_file *file = onex_rule_folder_find(&front->folder, p->at.file);
    if (file && file->text && p->at.line > 0) {
        size_t len;
        const char *line = onex_text_line(file->text, file->len, p->at.line, &len);
        if (line && len <= EXCERPT && !(p->source_line = onex_problem_text(line, len))) return false;
        if (p->width == 0) p->width = width_at(&front->lexed[file - front->folder.files], p->at);
    }
    return show_path(dir, separator, &p->at) && (!p->also || show_path(dir, separator, &p->also_at));
}

onex_status onex_front_dress(const onex_front *front, const onex_rules_options *options, onex_problems *problems,
                             onex_error *err) {
    if (problems->count == 0) return ONEX_OK;
    qsort(problems->items, (size_t)problems->count, sizeof *problems->items, by_place);
    drop_repeated(problems);
    char separator = options->files && !options->edited ? ':' : '/';
    for (int i = 0; i < problems->count; i++)
        if (problems->items[i].at.file && !dress(front, options->dir, separator, &problems->items[i]))
            return onex_no_memory(err);
    return ONEX_OK;
}
