/* The writer's lock: held by one, named to the next, free when released. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/lock.h"
#include "unit/store/place.h"

static void one_holds_it_and_the_next_is_told_whom(void **state) {
    place *p = *state;
    int first = -1, second = -1;
    char text[400];
    onex_lock_set_patience(0);
    assert_ok(onex_lock_take(&first, p->db, &p->err), p);
    assert_int_equal(onex_lock_take(&second, p->db, &p->err), ONEX_E_DATA);
    assert_int_equal(second, -1);
    snprintf(text, sizeof text, "'%s' is being written by another onex (process %ld); try again later", p->db,
             (long)getpid());
    assert_string_equal(p->err.text, text);
    onex_lock_release(first);
    assert_ok(onex_lock_take(&second, p->db, &p->err), p);
    onex_lock_release(second);
    onex_lock_release(-1);
}

static void a_holder_that_left_no_number_is_another_process(void **state) {
    place *p = *state;
    int first = -1, second = -1;
    char name[320];
    onex_lock_set_patience(0);
    assert_ok(onex_lock_take(&first, p->db, &p->err), p);
    snprintf(name, sizeof name, "%s.lock", p->db);
    place_write_file(name, "x", 1);
    assert_int_equal(onex_lock_take(&second, p->db, &p->err), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "by another onex;"));
    onex_lock_release(first);
}

static void a_lock_file_left_behind_holds_nobody_up(void **state) {
    place *p = *state;
    int fd = -1;
    char name[320];
    onex_lock_set_patience(0);
    snprintf(name, sizeof name, "%s.lock", p->db);
    place_write_file(name, "1\n", 2);
    assert_ok(onex_lock_take(&fd, p->db, &p->err), p);
    onex_lock_release(fd);
}

static void who_is_asked_to_stop_waits_no_longer(void **state) {
    place *p = *state;
    int first = -1, second = -1;
    const volatile sig_atomic_t asked = 1;
    onex_lock_set_patience(3600000);
    assert_ok(onex_lock_take(&first, p->db, &p->err), p);
    onex_lock_set_stop(&asked);
    assert_int_equal(onex_lock_take(&second, p->db, &p->err), ONEX_E_DATA);
    onex_lock_release(first);
    assert_ok(onex_lock_take(&second, p->db, &p->err), p); /* what is free is taken */
    onex_lock_release(second);
    onex_lock_set_stop(NULL);
}

static void a_folder_that_is_not_there_cannot_be_written_in(void **state) {
    place *p = *state;
    int fd = -1;
    char path[320];
    snprintf(path, sizeof path, "%s/none/school.db", p->folder);
    assert_int_equal(onex_lock_take(&fd, path, &p->err), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "cannot write beside '"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_holds_it_and_the_next_is_told_whom, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_holder_that_left_no_number_is_another_process, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_lock_file_left_behind_holds_nobody_up, place_make, place_remove),
        cmocka_unit_test_setup_teardown(who_is_asked_to_stop_waits_no_longer, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_cannot_be_written_in, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
