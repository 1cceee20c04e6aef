"""Who gets what from every address. tests/access/test_matrix.py holds the product to it.

TABLE has a line for each address and method: how one's own half of the world answers to each person.

    -    404: for this person it does not exist         in   sent to the sign-in
    200  the page                                       any other number is the status

A method without a line is refused: 405, and `in` without a sign-in. The persons are

    anon      nobody signed in (and a leaver: their session and password open nothing)
    before    interviewer on the loop, who owes a scorecard     after     interviewer on the loop, handed in
    off       interviewer on another loop                       manager   manages this opening
    manager2  manages another                                   owes      manages this one and owes a card on it
    coord     coordinates this opening                          coord2    coordinates another
    rubric    rubric admin        auditor   auditor             staff     may open the admin pages, no more
    super     administrator       superowes administrator who owes a card on the loop

For the objects of the other half everyone must get what ELSEWHERE's person gets here.
"""

PERSONS = (
    "anon", "before", "after", "off", "manager", "manager2", "owes", "coord", "coord2",
    "rubric", "auditor", "staff", "super", "superowes",
)  # fmt: skip
# Who somebody from here is to the other half.
ELSEWHERE = {
    "before": "off", "after": "off", "off": "after", "manager": "manager2", "manager2": "manager",
    "owes": "manager2", "coord": "coord2", "coord2": "coord", "superowes": "super",
}  # fmt: skip

TABLE = """
#                                                           anonbefraftroff mgr mgr2owescrd crd2rubraudistffsuprsowe
# The house
home                                                   GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
account                                                GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
account                                                POST in  200 200 200 200 200 200 200 200 200 200 200 200 200
rubrics                                                GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
rubric                                                 GET  in  -   -   -   -   -   -   -   -   200 -   -   -   -
favicon.ico                                            GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302
favicon.ico                                            POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302
healthz                                                GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
healthz                                                POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                                                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                                                 POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200
openings                                               GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
new_opening                                            GET  in  -   -   -   -   -   -   200 200 -   -   -   -   -
new_opening                                            POST in  -   -   -   -   -   -   200 200 -   -   -   -   -
pipeline                                               GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
compare                                                GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
edit_opening                                           GET  in  -   -   -   -   -   -   200 -   -   -   -   -   -
edit_opening                                           POST in  -   -   -   -   -   -   200 -   -   -   -   -   -
close_opening                                          POST in  -   -   -   -   -   -   302 -   -   -   -   -   -
new_candidate                                          GET  in  -   -   -   200 -   200 200 -   -   -   -   -   -
new_candidate                                          POST in  -   -   -   200 -   200 200 -   -   -   -   -   -
import_candidates                                      GET  in  -   -   -   200 -   200 200 -   -   -   -   -   -
import_candidates                                      POST in  -   -   -   200 -   200 200 -   -   -   -   -   -
candidates_csv                                         GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
candidates_xlsx                                        GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
candidates                                             GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
candidate                                              GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
edit_candidate                                         GET  in  -   -   -   200 -   200 200 -   -   -   -   -   -
edit_candidate                                         POST in  -   -   -   200 -   200 200 -   -   -   -   -   -
apply                                                  POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
upload_resume                                          POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
merge                                                  GET  in  -   -   -   200 -   200 200 -   -   -   -   -   -
merge                                                  POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
resume                                                 GET  in  200 200 -   200 -   200 200 -   -   200 -   -   200
summary                                                GET  in  -   200 -   200 -   200 200 -   -   200 -   -   -
open_debrief                                           POST in  -   -   -   302 -   -   302 -   -   -   -   -   -
debrief_live                                           GET  in  -   200 -   200 -   -   200 -   -   -   -   -   -
debrief_notes                                          POST in  -   409 -   409 -   -   409 -   -   -   -   -   -
debrief_change                                         POST in  -   422 -   422 -   -   422 -   -   -   -   -   -
decision                                               GET  in  -   -   -   200 -   200 -   -   -   -   -   -   -
decision                                               POST in  -   -   -   200 -   200 -   -   -   -   -   -   -
record                                                 GET  in  -   200 -   200 -   -   200 -   -   200 -   -   -
decisions                                              GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
withdraw                                               POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
reopen                                                 POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
loop                                                   GET  in  -   -   -   200 -   200 200 -   -   200 -   -   -
standard_loop                                          POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
schedule_day                                           POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
fill_loop                                              GET  in  -   -   -   200 -   200 200 -   -   -   -   -   -
fill_loop                                              POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
add_interview                                          POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
assign                                                 POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
schedule                                               POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
swap                                                   POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
cancel_interview                                       POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
no_show                                                POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
replace                                                POST in  -   -   -   302 -   302 302 -   -   -   -   -   -
interview                                              GET  in  200 200 -   -   -   200 -   -   -   -   -   -   200
save_draft                                             POST 401 400 400 -   -   -   400 -   -   -   -   -   -   400
submit_card                                            POST 401 422 302 -   -   -   422 -   -   -   -   -   -   422
amend_card                                             POST 401 -   422 -   -   -   -   -   -   -   -   -   -   -
decline                                                POST 401 302 302 -   -   -   302 -   -   -   -   -   -   302
people                                                 GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
new_person                                             GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
new_person                                             POST in  -   -   -   -   -   -   200 200 -   -   -   200 200
import_people                                          GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
import_people                                          POST in  -   -   -   -   -   -   200 200 -   -   -   200 200
person                                                 GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
person                                                 POST in  -   -   -   -   -   -   200 200 -   -   -   200 200
people_csv                                             GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
people_xlsx                                            GET  in  -   -   -   -   -   -   200 200 -   -   -   200 200
leave                                                  POST in  -   -   -   -   -   -   302 302 -   -   -   302 302
debrief                                                GET  in  -   200 -   200 -   200 200 -   -   -   -   -   -
kept                                                   GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
renew_calendar                                         POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
calendar                                               GET  -   200 200 200 200 200 200 200 200 200 200 200 200 200
messages                                               GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
what_would_change                                      GET  in  -   -   -   -   -   -   -   -   200 -   -   -   -
privacy                                                GET  in  -   -   -   -   -   -   200 -   -   -   -   -   -
export_candidate                                       GET  in  -   -   -   -   -   -   200 -   -   -   -   -   -
erase_candidate                                        POST in  -   -   -   -   -   -   422 -   -   -   -   -   -
hold_candidate                                         POST in  -   -   -   -   -   -   422 -   -   -   -   -   -
offline_script                                         GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
offline                                                GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
audit                                                  GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
audit_csv                                              GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
audit_xlsx                                             GET  in  -   -   -   200 200 200 200 200 -   200 -   -   -
metrics                                                GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
#                                                           anonbefraftroff mgr mgr2owescrd crd2rubraudistffsuprsowe
# Signing in
account_login                                          GET  200 302 302 302 302 302 302 302 302 302 302 302 302 302
account_login                                          POST 200 302 302 302 302 302 302 302 302 302 302 302 302 302
account_logout                                         GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
account_logout                                         POST in  in  in  in  in  in  in  in  in  in  in  in  in  in
account_reauthenticate                                 GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate                                 POST in  200 200 200 200 200 200 200 200 200 200 200 200 200
account_change_password                                GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
account_change_password                                POST in  200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password                                 GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password                                 POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done                            GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done                   GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key                        GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key                        POST 200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_inactive                                       GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_signup                                         GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
account_signup                                         POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
account_set_password                                   GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
account_set_password                                   POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
account_email                                          GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
account_email                                          POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
demo_sign_in                                           POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_authenticate                                       GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_authenticate                                       POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                                     GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                                     POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
openid_connect_login                                   GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
openid_connect_callback                                GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
socialaccount_signup                                   GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
socialaccount_signup                                   POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
socialaccount_connections                              GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
socialaccount_connections                              POST -   -   -   -   -   -   -   -   -   -   -   -   -   -
socialaccount_login_cancelled                          GET  -   -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_index                                              GET  in  200 200 200 200 200 200 200 200 200 200 200 200 200
mfa_activate_totp                                      GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_activate_totp                                      POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_deactivate_totp                                    GET  in  -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_deactivate_totp                                    POST in  -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_view_recovery_codes                                GET  in  -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_generate_recovery_codes                            GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_generate_recovery_codes                            POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_download_recovery_codes                            GET  in  -   -   -   -   -   -   -   -   -   -   -   -   -
mfa_download_recovery_codes                            POST in  -   -   -   -   -   -   -   -   -   -   -   -   -
#                                                           anonbefraftroff mgr mgr2owescrd crd2rubraudistffsuprsowe
# The admin pages
admin:hiring_opening_changelist                        GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_opening_changelist                        POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_opening_add                               GET  in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_opening_add                               POST in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_opening_history                           GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_opening_history                           POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_opening_delete                            GET  in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_opening_delete                            POST in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_opening_change                            GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_opening_change                            POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin/hiring/opening/<path:object_id>/                 GET  in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/hiring/opening/<path:object_id>/                 POST in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin:hiring_qualification_changelist                  GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_changelist                  POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_add                         GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_add                         POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_history                     GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_history                     POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_delete                      GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_delete                      POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_change                      GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_qualification_change                      POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin/hiring/qualification/<path:object_id>/           GET  in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/hiring/qualification/<path:object_id>/           POST in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/scorecards/role/<path:object_id>/                GET  in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/scorecards/role/<path:object_id>/                POST in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/scorecards/rubric/<path:object_id>/              GET  in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/scorecards/rubric/<path:object_id>/              POST in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/(?P<url>.*)$                                     GET  in  in  in  in  in  in  in  in  in  -   in  -   -   -
admin/(?P<url>.*)$                                     POST in  in  in  in  in  in  in  in  in  -   in  -   -   -
admin:index                                            GET  in  in  in  in  in  in  in  in  in  200 in  200 200 200
admin:index                                            POST in  in  in  in  in  in  in  in  in  200 in  200 200 200
admin:autocomplete                                     GET  in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:autocomplete                                     POST in  in  in  in  in  in  in  in  in  405 in  405 405 405
admin:jsi18n                                           GET  in  in  in  in  in  in  in  in  in  200 in  200 200 200
admin:jsi18n                                           POST in  in  in  in  in  in  in  in  in  405 in  405 405 405
admin:view_on_site                                     GET  in  in  in  in  in  in  in  in  in  -   in  -   -   -
admin:view_on_site                                     POST in  in  in  in  in  in  in  in  in  -   in  -   -   -
admin:hiring_user_changelist                           GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_user_changelist                           POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_user_add                                  GET  in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_user_add                                  POST in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_user_history                              GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_user_history                              POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_user_delete                               GET  in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_user_delete                               POST in  in  in  in  in  in  in  in  in  403 in  403 403 403
admin:hiring_user_change                               GET  in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin:hiring_user_change                               POST in  in  in  in  in  in  in  in  in  403 in  403 200 200
admin/hiring/user/<path:object_id>/                    GET  in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/hiring/user/<path:object_id>/                    POST in  in  in  in  in  in  in  in  in  302 in  302 302 302
admin/password_change/                                 GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin/password_change/                                 POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin/logout/                                          GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin/logout/                                          POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin:login                                            GET  in  403 403 403 403 403 403 403 403 302 403 302 302 302
admin:login                                            POST in  403 403 403 403 403 403 403 403 200 403 200 200 200
admin:logout                                           GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin:logout                                           POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin:password_change                                  GET  in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin:password_change                                  POST in  302 302 302 302 302 302 302 302 302 302 302 302 302
admin:password_change_done                             GET  in  in  in  in  in  in  in  in  in  200 in  200 200 200
admin:password_change_done                             POST in  in  in  in  in  in  in  in  in  405 in  405 405 405
admin:scorecards_role_changelist                       GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_changelist                       POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_add                              GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_add                              POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_history                          GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_history                          POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_delete                           GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_delete                           POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_change                           GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_role_change                           POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_publish                        GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_publish                        POST in  in  in  in  in  in  in  in  in  302 in  403 403 403
admin:scorecards_rubric_edit                           GET  in  in  in  in  in  in  in  in  in  405 in  405 405 405
admin:scorecards_rubric_edit                           POST in  in  in  in  in  in  in  in  in  302 in  403 403 403
admin:scorecards_rubric_duplicate                      GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_duplicate                      POST in  in  in  in  in  in  in  in  in  -   in  403 403 403
admin:scorecards_rubric_preview                        GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_preview                        POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_changelist                     GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_changelist                     POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_add                            GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_add                            POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_history                        GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_history                        POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_delete                         GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_delete                         POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_change                         GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_change                         POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:app_list                                         GET  in  in  in  in  in  in  in  in  in  -   in  -   200 200
admin:app_list                                         POST in  in  in  in  in  in  in  in  in  -   in  -   200 200
admin:scorecards_rubric_import                         GET  in  in  in  in  in  in  in  in  in  200 in  403 403 403
admin:scorecards_rubric_import                         POST in  in  in  in  in  in  in  in  in  200 in  403 403 403
"""
ROWS = {
    (key, method): dict(zip(PERSONS, cells, strict=True))
    for key, method, *cells in (
        line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")
    )
}

# What the parameters of an address lead to: the first whose words end the address up to the parameter.
MEANS = {
    "openings/<pk>": "opening",
    "candidates/<pk>": "candidate",
    "calendar/<token>": "own_token",
    "merge/<other>": "withdrawn_candidate",
    "applications/<pk>": "application",
    "loop/<interview>": "interview_row",
    "change/<key>": "dimension_key",
    "interviews/<pk>": "own_interview",
    "resumes/<pk>": "resume",
    "people/<pk>": "person",
    "admin/scorecards/rubric/<pk>": "draft_rubric",
    "preview/<kit>": "kit",
    "rubrics/<pk>": "draft_rubric",
    "hiring/user/<object_id>": "person",
    "hiring/opening/<object_id>": "opening",
    "hiring/qualification/<object_id>": "qualification",
    "scorecards/role/<object_id>": "role",
    "scorecards/rubric/<object_id>": "draft_rubric",
    "r/<content_type_id>": "content_type",
    "r/<content_type_id>/<object_id>": "candidate",
    "<app_label>": "hiring",
    "admin/<url>": "nowhere/",
    "<uidb36>": "1",
    "<key>": "set-password",
}

# Who may read what is marked in the fields of tests/access/world.py. "author" is the person named in the mark.
TEAM = {"manager", "owes", "coord"}
LOOP = {"before", "after", "superowes"}
# Whoever sees cards: nobody who owes one.
OPEN = {"after", "manager", "coord", "auditor"}
MAY_READ = {
    "opening": TEAM | LOOP | {"auditor", "super", "past"},
    "name": TEAM | LOOP | {"auditor"},
    "links": TEAM | LOOP | {"auditor"},  # shown beside the résumé
    "adjustments": TEAM | LOOP | {"auditor"},
    "resume_name": TEAM | LOOP | {"auditor"},
    "resume_text": TEAM | LOOP | {"auditor"},
    **dict.fromkeys(["email", "phone", "source", "notes"], TEAM | {"auditor"}),
    **dict.fromkeys(["withdrawn_name", "withdrawn_reason"], TEAM | {"auditor"}),
    # "past" interviewed the candidate who is decided: nobody of the table, but messages are written to them.
    **dict.fromkeys(["decided_name", "decided_rationale", "decided_summary"], TEAM | {"auditor", "past"}),
    "decline_reason": TEAM | {"auditor"},
    **dict.fromkeys(["evidence", "sighting", "card_summary", "amended_summary", "amend_reason"], OPEN),
    **dict.fromkeys(["rationale", "override_reason"], OPEN),
    **dict.fromkeys(["debrief_notes", "early_reason"], OPEN - {"auditor"}),
    "draft_rubric": {"rubric"},
    "rubric_source": {"rubric"},
    # Names of colleagues: for whoever fills a loop.
    "person": TEAM | {"manager2", "coord2", "super", "superowes"},
    **{f"draft_{name}": {name} for name in ("before", "owes", "superowes")},
    **{f"message_{name}": {name} for name in ("after", "manager")},
}
# Marked, and on no page of today.
SHOWN_NOWHERE = {"withdrawn_reason", "rubric_source"}

# Ways to sort, filter, search and count: none may tell what hidden cards say.
QUERIES = {
    "pipeline": (
        "sort=score", "sort=newest", "show=all", "show=all&sort=score", "show=ready", "show=late", "show=decided",
        *(f"show=all&outcome={outcome}" for outcome in ("strong_yes", "yes", "no", "strong_no", "not_enough_evidence")),
        "search=MARKname", "sort=score&page=2",
    ),
    "compare": ("application={application}", "application={application}&application={decided_application}"),
    "candidates": ("search=MARKname", "search=strong", "page=2"),
    "decisions": ("show=overrides", "opening={opening}"),
    "openings": ("show=closed",),
    "rubric": ("against={published_rubric}",),
    "people": ("search=a", "show=gone"),
    "people_csv": ("search=a", "show=gone"),
    "admin:hiring_user_changelist": ("q=a", "o=1"),
    "admin:scorecards_rubric_changelist": ("q=a", "status__exact=draft"),
}  # fmt: skip
