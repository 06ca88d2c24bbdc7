# What Windows PowerShell 5.1 on .NET Framework 4.7.2 accepts, and one style: seen in the syntax tree.

BeforeDiscovery {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $source = Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa'
    $samples = Join-Path -Path $PSScriptRoot -ChildPath '../samples'
    $folders = @((Get-TestModule), $source, $samples | Where-Object -FilterScript { Test-Path -LiteralPath $_ })
    $scripts = @(Get-ChildItem -LiteralPath $folders -Recurse -File | Where-Object -FilterScript { $_.Extension -in '.ps1', '.psm1', '.psd1' } | ForEach-Object -Process { $_.FullName } | Sort-Object -Unique)
}

BeforeAll {
    $own = @{}
    foreach ($folder in 'Private', 'Public') {
        foreach ($file in Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath "../GraphMfa/$folder") -Filter '*.ps1') { $own[$file.BaseName] = $true }
    }

    # The types that the module and its samples may name. All are in .NET Framework 4.7.2 or in Windows PowerShell 5.1:
    # look it up before you add one.
    $types = @(
        'array', 'bool', 'byte', 'char', 'cultureinfo', 'datetime', 'double', 'guid', 'hashtable', 'int', 'int64', 'math', 'object', 'ordered', 'pscredential', 'pscustomobject'
        'ref', 'regex', 'scriptblock', 'securestring', 'string', 'switch', 'timespan', 'type', 'uint32', 'uint64', 'uri', 'version', 'void', 'xml'
        'System.AggregateException', 'System.AppDomain', 'System.Array', 'System.BitConverter', 'System.Collections.ArrayList', 'System.Collections.Generic.Dictionary', 'System.Collections.Generic.HashSet', 'System.Collections.Generic.List'
        'System.Collections.Generic.Queue', 'System.Collections.IDictionary', 'System.Console', 'System.Convert', 'System.DateTimeOffset', 'System.DateTimeKind', 'System.Diagnostics.Process', 'System.Diagnostics.Stopwatch', 'System.Environment'
        'System.EventHandler', 'System.Exception', 'System.Globalization.CultureInfo', 'System.Globalization.DateTimeStyles', 'System.GC', 'System.IDisposable', 'System.IO.Directory', 'System.IO.File', 'System.IO.FileAccess', 'System.IO.FileInfo', 'System.IO.FileMode'
        'System.IO.FileShare', 'System.IO.FileStream', 'System.IO.IOException', 'System.IO.MemoryStream', 'System.IO.Path', 'System.IO.SeekOrigin', 'System.IO.StreamReader', 'System.IO.StreamWriter', 'System.IO.StringReader', 'System.IntPtr'
        'System.Management.Automation.CompletionResult', 'System.Management.Automation.ErrorCategory', 'System.Management.Automation.ErrorDetails', 'System.Management.Automation.ErrorRecord'
        'System.Management.Automation.Language.Parser', 'System.Management.Automation.LanguageMode', 'System.Management.Automation.PSCmdlet', 'System.Management.Automation.PSLanguageMode', 'System.Management.Automation.PSModuleInfo', 'System.Management.Automation.PSNoteProperty'
        'System.Management.Automation.PSReference', 'System.Management.Automation.Runspaces.Runspace', 'System.Management.Automation.WildcardPattern', 'System.Math', 'System.Net.CookieContainer', 'System.Net.CredentialCache'
        'System.Net.Http.ByteArrayContent', 'System.Net.Http.Headers.MediaTypeHeaderValue', 'System.Net.Http.HttpClient', 'System.Net.Http.HttpClientHandler', 'System.Net.Http.HttpCompletionOption', 'System.Net.Http.HttpMethod'
        'System.Net.Http.HttpRequestException', 'System.Net.Http.HttpRequestMessage', 'System.Net.Http.HttpResponseMessage', 'System.Net.SecurityProtocolType', 'System.Net.ServicePointManager', 'System.Net.Sockets.SocketException'
        'System.Net.WebException', 'System.Net.WebExceptionStatus', 'System.Net.WebProxy', 'System.Net.WebRequest', 'System.PlatformID', 'System.Reflection.Assembly', 'System.Reflection.AssemblyName', 'System.Reflection.CallingConventions', 'System.Reflection.Emit.AssemblyBuilder'
        'System.Reflection.Emit.AssemblyBuilderAccess', 'System.Reflection.MethodAttributes', 'System.Reflection.MethodImplAttributes', 'System.Reflection.TypeAttributes', 'System.Runtime.InteropServices.CallingConvention'
        'System.Runtime.InteropServices.CharSet', 'System.Runtime.InteropServices.Marshal', 'System.Runtime.InteropServices.OSPlatform', 'System.Runtime.InteropServices.RuntimeInformation'
        'System.Security.Authentication.AuthenticationException', 'System.Security.Cryptography.HashAlgorithmName', 'System.Security.Cryptography.RSASignaturePadding', 'System.Security.Cryptography.X509Certificates.RSACertificateExtensions'
        'System.Security.Cryptography.X509Certificates.X509Certificate2', 'System.Security.Cryptography.X509Certificates.X509ContentType', 'System.Security.Cryptography.X509Certificates.X509Store', 'System.Security.SecureString', 'System.StringComparer', 'System.StringComparison', 'System.Text.Encoding'
        'System.Text.StringBuilder', 'System.Text.UTF8Encoding', 'System.Threading.CancellationTokenSource', 'System.Threading.Interlocked', 'System.Threading.Monitor', 'System.Threading.Tasks.Task', 'System.Threading.Thread'
        'System.Threading.Timeout', 'System.TimeSpan', 'System.UIntPtr', 'System.Uri', 'System.UriKind'
    )
    # Members that came later, of types that were there before.
    $later = @(
        'AsSpan', 'CreateFromPem', 'CreateFromPemFile', 'CreateVersion7', 'EndsInDirectorySeparator', 'FixedTimeEquals', 'FromHexString', 'GetElapsedTime', 'GetInt32', 'GetRelativePath', 'GetValueOrDefault', 'HashData'
        'ImportFromPem', 'IsPathFullyQualified', 'Latin1', 'Patch', 'ProcessId', 'ProcessPath', 'ReadAllBytesAsync', 'ReadAllLinesAsync', 'ReadAllTextAsync', 'ReadAsStream', 'SendAsStream', 'TickCount64', 'Tls13'
        'ToHashSet', 'ToHexString', 'TryAdd', 'UnixEpoch', 'WaitAsync', 'WaitForExitAsync', 'WriteAllTextAsync', 'ArgumentList', 'Clamp', 'Fill'
    )
    # Commands that the module may call besides its own: those of Windows PowerShell 5.1's core modules.
    $commands = @(
        'Add-Content', 'Add-Member', 'ConvertFrom-Csv', 'ConvertFrom-Json', 'ConvertTo-Csv', 'ConvertTo-Json', 'Export-Csv', 'Export-ModuleMember', 'ForEach-Object', 'Get-ChildItem', 'Get-Command', 'Get-Content', 'Get-Date', 'Get-Item'
        'Get-Module', 'Get-Variable', 'Group-Object', 'Import-Csv', 'Import-Module', 'Join-Path', 'Measure-Object', 'Move-Item', 'New-Item', 'New-Object', 'Out-Null', 'Remove-Item', 'Remove-Variable', 'Select-Object', 'Set-Content', 'Set-StrictMode', 'Set-Variable'
        'Sort-Object', 'Split-Path', 'Start-Sleep', 'Test-Path', 'Where-Object', 'Write-Error', 'Write-Information', 'Write-Output', 'Write-Progress', 'Write-Verbose', 'Write-Warning', 'Register-EngineEvent', 'Unregister-Event', 'Get-AutomationVariable'
    )
    $newer = @{
        'ConvertFrom-Json' = 'AsHashtable', 'Depth', 'NoEnumerate', 'DateKind'; 'ConvertTo-Json' = 'EnumsAsStrings', 'AsArray', 'EscapeHandling'
        'ForEach-Object' = 'Parallel', 'ThrottleLimit', 'AsJob', 'TimeoutSeconds', 'UseNewRunspace'; 'Join-Path' = 'AdditionalChildPath', 'Extension'; 'Select-Object' = 'SkipIndex', 'CaseInsensitive'
        'Split-Path' = 'LeafBase', 'Extension'; 'Get-Content' = 'AsByteStream'; 'Set-Content' = 'AsByteStream'; 'Add-Content' = 'AsByteStream'; 'Import-Module' = 'UseWindowsPowerShell', 'SkipEditionCheck'
        'Export-Csv' = 'QuoteFields', 'UseQuotes', 'NoHeader'; 'ConvertTo-Csv' = 'QuoteFields', 'UseQuotes', 'IncludeTypeInformation', 'NoHeader'; 'Group-Object' = 'CaseInsensitive'; 'Sort-Object' = 'Top', 'Bottom', 'Stable'
        'Get-Date' = 'AsUTC', 'UnixTimeSeconds'; 'Start-Sleep' = 'Duration'; 'Test-Path' = 'NotExists'
    }
    $language = [System.Management.Automation.Language.Ast].Namespace

    function Get-Objection {
        # What is not right about a script, one line each.
        param([string] $Path, [string] $Text)
        $tokens = $null
        $errors = $null
        if ($Path) { $Text = [System.IO.File]::ReadAllText($Path) }
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
        foreach ($one in $errors) { "line $($one.Extent.StartLineNumber): $($one.Message)" }
        foreach ($node in $ast.FindAll({ $true }, $true)) {
            $at = "line $($node.Extent.StartLineNumber)"
            switch ($node.GetType().Name) {
                'TernaryExpressionAst' { "$at`: a ternary" }
                'PipelineChainAst' { "$at`: && or ||" }
                'PipelineAst' { if ($node.PSObject.Properties['Background'] -and $node.Background) { "$at`: a background operator" } }
                'ScriptBlockAst' { if ($node.PSObject.Properties['CleanBlock'] -and $node.CleanBlock) { "$at`: a clean block" } }
                { $_ -in 'MemberExpressionAst', 'InvokeMemberExpressionAst', 'IndexExpressionAst' } {
                    if ($node.PSObject.Properties['NullConditional'] -and $node.NullConditional) { "$at`: ?. or ?[]" }
                    if ($node.PSObject.Properties['Member'] -and $later -contains $node.Member.Extent.Text -and $node.Extent.Text -notlike '*exception*') { "$at`: .$($node.Member.Extent.Text) is not in .NET Framework 4.7.2" }
                }
                { $_ -in 'TypeExpressionAst', 'TypeConstraintAst' } {
                    $name = $node.TypeName
                    while ($name -is [System.Management.Automation.Language.ArrayTypeName]) { $name = $name.ElementType }
                    if ($name -is [System.Management.Automation.Language.GenericTypeName]) { $name = $name.TypeName }
                    if ($types -notcontains $name.FullName) { "$at`: whether .NET Framework 4.7.2 has [$($name.FullName)] is not written down in this test" }
                }
                'VariableExpressionAst' { if ($node.VariablePath.UserPath -in 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'EnabledExperimentalFeatures') { "$at`: `$$($node.VariablePath.UserPath) is not in 5.1" } }
                'CommandAst' {
                    $called = $node.GetCommandName()
                    if (-not $called) { break }
                    if (-not $own.ContainsKey($called) -and $commands -notcontains $called) { "$at`: $called is an alias, or no command that the module may call" }
                    if ($called -eq 'New-Object') {
                        $named = [regex]::Match($node.Extent.Text, "^New-Object\s+(?:-TypeName\s+)?'?([\w.]+)").Groups[1].Value
                        if ($named -and $types -notcontains $named) { "$at`: whether .NET Framework 4.7.2 has [$named] is not written down in this test" }
                    }
                    foreach ($element in $node.CommandElements) {
                        if ($element -is [System.Management.Automation.Language.CommandParameterAst] -and $newer.ContainsKey($called) -and $newer[$called] -contains $element.ParameterName) { "$at`: $called -$($element.ParameterName) is not in 5.1" }
                    }
                }
                'StringConstantExpressionAst' { if ($node.StringConstantType -eq 'DoubleQuoted' -and $node.Extent.Text -notmatch "[``']") { "$at`: double quotes around what holds no variable" } }
                'FunctionDefinitionAst' { if ($own.ContainsKey($node.Name) -and $node.Parameters) { "$at`: parameters behind the name; they belong into param()" } }
            }
        }
        foreach ($token in $tokens) {
            $at = "line $($token.Extent.StartLineNumber)"
            if ($token.Kind.ToString() -in 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr') { "$at`: $($token.Text)" }
            if (($token.TokenFlags -band [System.Management.Automation.Language.TokenFlags]::Keyword) -and $token.Text -cne $token.Text.ToLowerInvariant()) { "$at`: keywords are written small: $($token.Text)" }
            if ($token.Kind -eq 'Number' -and $token.Text -match '^0b|[uy]') { "$at`: a number with a suffix that is not in 5.1: $($token.Text)" }
            if ($token.Kind.ToString() -like '*StringExpandable' -and $token.Text -match '(?<!`)(``)*`(e|u\{)') { "$at`: an escape that is not in 5.1" }
        }
        $lines = $Text -split "`r?`n"
        for ($i = 0; $i -lt $lines.Count; $i++) {
            if ($lines[$i] -match "`t|\s$") { "line $($i + 1): a tab, or blanks at the end" }
            # What is continued may stand anywhere.
            elseif (($lines[$i] -replace '\S.*$', '').Length % 4 -ne 0 -and $lines[$i] -notmatch '^\s*(#|\.|[''"])' -and $Path -like '*.ps1' -and $i -gt 0 -and $lines[$i - 1] -match '[{;]$') { "line $($i + 1): indents are four blanks" }
        }
    }
}

Describe 'The check itself' {
    It 'objects to <Text>' -ForEach @(
        @{ Text = '$a ? 1 : 2' }, @{ Text = 'Get-Item a && Get-Item b' }, @{ Text = '$a ?? 1' }, @{ Text = '${a}?.Length' }, @{ Text = 'Get-Item a &' }, @{ Text = 'function x { clean { } }' }
        @{ Text = '[System.Text.Json.JsonDocument]::Parse(1)' }, @{ Text = '[System.Convert]::ToHexString(1)' }, @{ Text = '[System.Net.Http.HttpMethod]::Patch' }, @{ Text = 'New-Object -TypeName System.Net.Http.SocketsHttpHandler' }
        @{ Text = '$IsWindows' }, @{ Text = '1 | % { 2 }' }, @{ Text = 'Write-Host 1' }, @{ Text = 'Invoke-Expression 1' }, @{ Text = 'Add-Type -TypeDefinition 1' }, @{ Text = 'ConvertFrom-Json 1 -AsHashtable' }, @{ Text = '1..2 | ForEach-Object -Parallel { 1 }' }
        @{ Text = '"plain"' }, @{ Text = 'IF (1) { }' }, @{ Text = '1uy' }, @{ Text = '"`e[0m$a"' }, @{ Text = 'Get-Item a ' }, @{ Text = '$a = {' }
    ) {
        @(Get-Objection -Text $Text).Count | Should -BeGreaterThan 0
    }

    It 'has nothing against what is common' { Get-Objection -Text 'if ($a -eq 1) { Write-Verbose -Message "is $a" } else { [System.Convert]::ToBase64String($b) }' | Should -BeNullOrEmpty }
}

Describe 'The script <_>' -ForEach $scripts {
    It 'runs in Windows PowerShell 5.1, and is written as the others' {
        # A sample is a person's script, and may print what it likes.
        Get-Objection -Path $_ | Should -BeNullOrEmpty
    }

    It 'keeps one function in a file of sources, named like the file' -Skip:($_ -notmatch '[\\/](Public|Private)[\\/]' -or $_ -like '*State.ps1') {
        $ast = [System.Management.Automation.Language.Parser]::ParseFile($_, [ref] $null, [ref] $null)
        $ast.EndBlock.Statements.Count | Should -Be 1
        $ast.EndBlock.Statements[0] | Should -BeOfType ([System.Management.Automation.Language.FunctionDefinitionAst])
        $ast.EndBlock.Statements[0].Name | Should -Be ([System.IO.Path]::GetFileNameWithoutExtension($_))
    }
}
