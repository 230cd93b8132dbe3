"""Every page type of the portal, and in whose window it is walked. A new page without a row fails a test.

A name is that of the URL configuration; what follows a slash names a variant of the page in the world.
"""


def words(text: str) -> list[str]:
    return text.split()


VISITOR = words(
    "suggestions:suggestion/hidden rounds:comment/hidden "
    "home track how_it_works help accessibility account_login account_signup account_inactive account_reset_password "
    "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done "
    "account_email_verification_sent account_confirm_email account_confirm_email/valid account_reset_password_from_key/valid "
    "accounts:organisations accounts:organisation accounts:invitation accounts:invitation/gone accounts:invitation/known "
    "catalogue:privacy_notice catalogue:privacy_notice_version notifications:switch_off "
    "rounds:list rounds:round rounds:chapter rounds:comments rounds:comment rounds:report rounds:earlier rounds:since "
    "suggestions:list suggestions:suggestion "
    "needs:list needs:detail needs:detail/linked needs:detail/merged needs:coverage needs:quarters needs:quarter "
    "dialogue:charter dialogue:version dialogue:compare dialogue:compare/chapter dialogue:acceptances "
    "answering:scoreboard drafting:list drafting:detail assessing:list assessing:detail/public assessing:version "
    "handbooks:library handbooks:book handbooks:read handbooks:sources handbooks:search handbooks:search/found "
    "handbooks:edition_page/older handbooks:read_edition/older handbooks:edition_sources/older handbooks:cite handbooks:figure_page "
    "handbooks:edition_page/withdrawn handbooks:compare handbooks:compare/chapter"
)
REPRESENTATIVE = words(
    "rounds:write rounds:withdraw rounds:comment/own moderating:own moderating:report/reported "
    "suggestions:change suggestions:insert suggestions:insert/table suggestions:insert_first suggestions:remove suggestions:withdraw "
    "answering:our_inputs answering:apply answering:reply needs:submit needs:detail/asked needs:withdraw "
    "needs:step/1 needs:step/2 needs:step/3 needs:step/4 needs:files needs:discard needs:support needs:take_back "
    "needs:sheets needs:sheet needs:sheet/done needs:sheet_columns needs:sheet_row needs:sheet_discard "
    "needs:sheet_undo assessing:edit assessing:needs dialogue:acceptance dialogue:withdraw "
    "needs:detail/confidential notifications:list notifications:preferences notifications:mailbox "
    "accounts:me accounts:own_data accounts:delete "
    "accounts:organisation accounts:organisation_edit accounts:members accounts:member_invite accounts:member_role "
    "accounts:member_remove accounts:leave accounts:invitation account_email account_change_password account_logout account_reauthenticate "
    "usersessions_list mfa_index mfa_activate_totp mfa_list_webauthn mfa_add_webauthn"
)
OFFICER = words(
    "rounds:paper answering:answer/comment moderating:report moderating:hide/personal "
    "answering:desk answering:answer answering:together answering:templates answering:ask_back answering:extend needs:detail needs:list "
    "needs:submit needs:step/staff needs:paper needs:type_in needs:coverage needs:close_task "
    "accounts:second_factor accounts:units drafting:link handbooks:library handbooks:desk handbooks:log "
    "handbooks:check handbooks:edit"
)
COORDINATOR = words(
    "moderating:list moderating:case moderating:leave moderating:hide moderating:decide "
    "answering:desk answering:together/chosen answering:assign_several answering:assign_several/chosen "
    "answering:templates answering:template_new answering:template "
    "needs:detail/confidential answering:assign answering:verification answering:application needs:detail/waiting "
    "needs:coverage needs:give_task needs:close_task needs:change_task needs:withdraw_task "
    "needs:visibility needs:merge needs:merge/both needs:unmerge "
    "needs:quarters needs:publish_quarter "
    "dialogue:begin dialogue:edit dialogue:stage dialogue:adopt dialogue:give_up documents:block_edit/rule "
    "assessing:new assessing:detail assessing:change assessing:tree assessing:add_part "
    "assessing:cause_files assessing:mark_file "
    "assessing:edit_part assessing:remove_part assessing:needs assessing:need_causes assessing:release_need assessing:co_writers "
    "assessing:stage assessing:adopt assessing:give_up assessing:gather_from_need "
    "drafting:list drafting:new drafting:detail drafting:change drafting:edit drafting:framework drafting:add_goal "
    "drafting:unlink_need drafting:link_assessment drafting:unlink_assessment drafting:measure drafting:edit_measure "
    "drafting:add_below drafting:remove "
    "drafting:link documents:block_edit/measure handbooks:review"
)
ADMINISTRATOR = words(
    "suggestions:accept/hidden answering:answer/hidden "
    "catalogue:index catalogue:municipality catalogue:closed_days catalogue:notices catalogue:notice_new "
    "catalogue:entries catalogue:entry_new catalogue:entry accounts:people accounts:staff_invite accounts:post "
    "accounts:post_end accounts:units accounts:unit_new accounts:unit accounts:events history accounts:suspend accounts:lift "
    "suggestions:accept answering:answer/suggestion "
    "rounds:plan rounds:round/planned rounds:change rounds:discard "
    "handbooks:board handbooks:edit handbooks:check handbooks:preview handbooks:publish handbooks:withdraw handbooks:book/unpublished "
    "handbooks:desk handbooks:log handbooks:give_task handbooks:send_to_review handbooks:review handbooks:send_back "
    "handbooks:errata handbooks:erratum "
    "documents:block_edit documents:block_edit/figure documents:block_edit/table documents:block_add "
    "documents:block_remove documents:block_acts documents:block_place documents:block_divide documents:block_change "
    "documents:block_change_to documents:block_choose documents:outline documents:section_acts documents:pick_source "
    "documents:pick_target documents:history documents:section_edit documents:section_remove documents:section_add "
    "documents:removed documents:conflict documents:transfer documents:proposal rendering:progress "
    "documents:entries documents:entries/terms documents:entries/index documents:entry_add documents:entry_history "
    "documents:entry_edit documents:entry_remove "
    "documents:history/compared documents:restore_revision documents:restore_heading documents:document_history "
    "documents:compare documents:compare/chapter documents:inputs documents:versions documents:replace documents:replace/found"
)
# With an authenticator app, recovery codes and a security key.
PROTECTED = words(
    "mfa_index mfa_reauthenticate mfa_reauthenticate_webauthn mfa_deactivate_totp mfa_view_recovery_codes "
    "mfa_generate_recovery_codes mfa_list_webauthn mfa_edit_webauthn mfa_remove_webauthn account_reauthenticate"
)
# Somebody who never had a password, and was invited.
PASSWORDLESS = words("account_set_password accounts:invitation/known")
# Somebody who gave the password and is asked for the second factor.
HALFWAY = words("mfa_authenticate")
# (who, name of the page)
PAGES: list[tuple[str, str]] = [
    (who, name)
    for who, names in (
        ("", VISITOR),
        ("representative", REPRESENTATIVE),
        ("officer", OFFICER),
        ("coordinator", COORDINATOR),
        ("administrator", ADMINISTRATOR),
        ("protected", PROTECTED),
        ("passwordless", PASSWORDLESS),
        ("halfway", HALFWAY),
    )
    for name in names
]
# Pages that say that something went wrong, by their status.
ERRORS = (400, 403, 404, 429, 500, 503)

# What answers a GET with no page of its own: files, probes, acts, ways that lead on.
NO_PAGE = set(
    words(
        "rounds:open rounds:close rounds:reply rounds:figure rounds:report_csv rounds:report_pdf "
        "rounds:order_interim rounds:interim_pdf rounds:comments_csv suggestions:csv "
        "my_page needs:look drafting:link_need documents:block "
        "set_language set_theme healthz readyz catalogue:logo notifications:open notifications:read notifications:read_one "
        "notifications:try_again "
        "accounts:own_data_file accounts:invitation_revoke accounts:organisations_csv accounts:people_csv "
        "accounts:units_csv accounts:events_csv history_csv accounts:publicity accounts:unit_retire accounts:unit_restore "
        "catalogue:closed_day_remove catalogue:entries_csv catalogue:entry_retire catalogue:entry_restore "
        "answering:template_retire answering:template_restore answering:templates_csv answering:scoreboard_csv "
        "answering:desk_csv answering:our_inputs_csv answering:verification_csv needs:csv needs:paper_file "
        "needs:file needs:take_file needs:sheet_template needs:sheet_report needs:sheet_progress needs:sheet_import "
        "dialogue:version_pdf dialogue:acceptances_csv "
        "assessing:csv assessing:move_cause assessing:end_co_writing assessing:version_pdf assessing:version_figure "
        "assessing:file assessing:take_file "
        "needs:coverage_csv needs:coverage_json needs:quarter_csv needs:quarter_json needs:quarter_pdf "
        "drafting:csv drafting:move documents:block_move documents:block_restore documents:verify "
        "documents:section_move documents:section_restore documents:block_join documents:pasted documents:block_preview documents:figure "
        "documents:section_plan documents:entry_restore handbooks:by_number documents:conflict_set_aside rendering:retry "
        "handbooks:edition handbooks:read_first handbooks:approve handbooks:preview_file "
        "handbooks:reopen handbooks:download handbooks:figure handbooks:feed handbooks:read_edition_first "
        "handbooks:cite_file handbooks:download_epub handbooks:download_word handbooks:download_markdown documents:markdown_file "
        "documents:word_file documents:propose_version set_text_size robots sitemap mfa_download_recovery_codes "
        "account_confirm_login_code handbooks:order_preview handbooks:take_task handbooks:remove_erratum"
    )
)
# Forms that cannot be sent empty: (who, page). Each answers with a summary of what is missing, which takes the focus.
FORMS: list[tuple[str, str]] = [
    ("", "account_login"),
    ("", "account_signup"),
    ("", "account_reset_password"),
    ("", "accounts:invitation"),
    ("representative", "needs:submit"),
    ("representative", "needs:files"),
    ("officer", "needs:step/staff"),
    ("officer", "needs:type_in"),
    ("representative", "needs:sheets"),
    ("representative", "answering:apply"),
    ("representative", "answering:reply"),
    ("representative", "accounts:me"),
    ("representative", "accounts:organisation_edit"),
    ("representative", "accounts:member_invite"),
    ("representative", "account_change_password"),
    ("representative", "mfa_activate_totp"),
    ("officer", "answering:answer"),
    ("officer", "answering:ask_back"),
    ("officer", "answering:extend"),
    ("coordinator", "needs:detail/confidential"),
    ("representative", "moderating:own"),
    ("officer", "moderating:report"),
    ("coordinator", "moderating:leave"),
    ("coordinator", "moderating:hide"),
    ("coordinator", "moderating:decide"),
    ("coordinator", "answering:assign"),
    ("coordinator", "needs:visibility"),
    ("coordinator", "needs:give_task"),
    ("coordinator", "needs:close_task"),
    ("coordinator", "needs:change_task"),
    ("coordinator", "needs:withdraw_task"),
    ("coordinator", "needs:merge/both"),
    ("coordinator", "needs:unmerge"),
    ("coordinator", "dialogue:adopt"),
    ("coordinator", "dialogue:give_up"),
    ("representative", "dialogue:acceptance"),
    ("coordinator", "assessing:new"),
    ("coordinator", "assessing:add_part"),
    ("coordinator", "assessing:cause_files"),
    ("coordinator", "assessing:remove_part"),
    ("coordinator", "assessing:release_need"),
    ("coordinator", "assessing:co_writers"),
    ("coordinator", "assessing:adopt"),
    ("coordinator", "assessing:give_up"),
    ("coordinator", "drafting:unlink_assessment"),
    ("coordinator", "drafting:new"),
    ("coordinator", "drafting:change"),
    ("coordinator", "drafting:add_goal"),
    ("coordinator", "drafting:add_below"),
    ("coordinator", "drafting:edit_measure"),
    ("coordinator", "drafting:remove"),
    ("coordinator", "drafting:unlink_need"),
    ("administrator", "catalogue:municipality"),
    ("administrator", "catalogue:closed_days"),
    ("administrator", "catalogue:notice_new"),
    ("administrator", "catalogue:entry_new"),
    ("administrator", "accounts:staff_invite"),
    ("administrator", "accounts:unit_new"),
    ("administrator", "accounts:suspend"),
    ("administrator", "accounts:lift"),
    ("coordinator", "handbooks:review"),
    ("administrator", "handbooks:withdraw"),
    ("administrator", "handbooks:give_task"),
    ("administrator", "handbooks:send_to_review"),
    ("administrator", "handbooks:send_back"),
    ("administrator", "handbooks:errata"),
    ("administrator", "documents:block_add"),
    ("administrator", "documents:section_add"),
    ("administrator", "documents:block_divide"),
    ("administrator", "documents:entry_add"),
    ("protected", "mfa_reauthenticate"),
    ("halfway", "mfa_authenticate"),
]
