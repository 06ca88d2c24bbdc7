# For where PSScriptAnalyzer exists: Invoke-ScriptAnalyzer -Path GraphMfa -Recurse -Settings PSScriptAnalyzerSettings.psd1
@{
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # Commands that write call ShouldProcess themselves; private helpers with such verbs change nothing in a tenant.
        'PSUseShouldProcessForStateChangingFunctions'
        # A parameter that only its presence counts for is read from $PSBoundParameters.
        'PSReviewUnusedParameter'
    )
    Rules        = @{
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSUseCompatibleCommands    = @{
            Enable         = $true
            TargetProfiles = @('win-8_x64_10.0.14393.0_5.1.14393.2791_x64_4.0.30319.42000_framework', 'ubuntu_x64_18.04_7.0.0_x64_3.1.2_core')
        }
        PSUseCompatibleTypes       = @{
            Enable         = $true
            TargetProfiles = @('win-8_x64_10.0.14393.0_5.1.14393.2791_x64_4.0.30319.42000_framework', 'ubuntu_x64_18.04_7.0.0_x64_3.1.2_core')
        }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace          = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation = @{ Enable = $true; Kind = 'space'; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace  = @{ Enable = $true; CheckInnerBrace = $true; CheckOpenBrace = $true; CheckOpenParen = $true; CheckOperator = $false; CheckPipe = $true; CheckSeparator = $true }
        PSUseCorrectCasing         = @{ Enable = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
        PSProvideCommentHelp       = @{ Enable = $true; ExportedOnly = $true; BlockComment = $true; VSCodeSnippetCorrection = $false; Placement = 'begin' }
    }
}
