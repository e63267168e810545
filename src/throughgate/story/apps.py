from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "throughgate.story"
    label = "story"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from throughgate.record.kinds import register
        from throughgate.story.checks import check_questions
        from throughgate.story.kinds import STORY_KINDS
        from throughgate.story.merge_followers import register_followers
        from throughgate.story.merge_rules import register_merge_rules

        register(*STORY_KINDS)
        register_merge_rules()
        register_followers()
        register_check(check_questions)
