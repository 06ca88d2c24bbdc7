# Every conformance case through the public commands, sent by the library and sent by this host. The judge is a program of its own; what the tenant says of itself
# goes to it as it is.

BeforeDiscovery {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $judge = Get-TestProgram -Variable GRAPHMFA_CONFORMANCE -Name graph-mfa-conformance
    $filter = $env:GRAPHMFA_CASE
    $cases = @(& $judge list | Where-Object -FilterScript { $_ -and (-not $filter -or $_.Contains($filter)) })
    if ($cases.Count -eq 0) { throw "no case has '$filter' in its name" }
    $cases = foreach ($transport in 'Native', 'Host') { foreach ($case in $cases) { @{ Name = $case; Transport = $transport } } }
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $judge = Get-TestProgram -Variable GRAPHMFA_CONFORMANCE -Name graph-mfa-conformance
    $tenant = Start-TestTenant
    $module = Import-TestModule
    # The scale that the cases are written for, see the README of tests/conformance.
    $scale = 0.01

    # What the tenant and the library say, unchanged: ConvertFrom-Json would turn texts into dates.
    $marked = { param($text) & $module { param($text) ConvertFrom-MfaJson $text } $text }

    function ConvertTo-Contract {
        # An object of the module back in the contract's form: absent instead of null, camelCase, instants as text.
        param($Value)
        if ($null -eq $Value) { return $null }
        if ($Value -is [datetime]) { return $Value.ToString('yyyy-MM-ddTHH:mm:ss.FFFZ', [cultureinfo]::InvariantCulture) }
        if ($Value -is [string]) { return $Value.TrimStart([char] 1) }
        if ($Value -is [array]) { return , @($Value | ForEach-Object -Process { ConvertTo-Contract $_ }) }
        if ($Value -isnot [pscustomobject]) { return $Value }
        $result = [ordered] @{}
        $type = $Value.PSObject.TypeNames[0]
        $skip = @()
        switch -Regex ($type) {
            'GraphMfa\.(Plan|ResetOutcome|RevokeOutcome|IssuedPass|PassReport|PassRemoval|PerUserState|PerUserStateOutcome|PhoneOutcome|TokenOutcome)$' {
                $skip = 'UserId', 'UserPrincipalName', 'DisplayName', 'Kind', 'Keep', 'RevokeSession', 'Refused', 'Inspection'
                $result['user'] = [ordered] @{ id = $Value.UserId; userPrincipalName = $Value.UserPrincipalName; displayName = $Value.DisplayName }
            }
            'GraphMfa\.(Method|MethodSummary|PlanStep|Stay|StepResult)$' { $skip = 'UserId', 'UserPrincipalName' }
            'GraphMfa\.(RoleAssignment|RoleChange)$' { $skip = 'UserId', 'UserPrincipalName', 'RoleName', 'UnitName' }
            'GraphMfa\.(AuditEntry|Reset)$' { $skip = 'UserId', 'UserPrincipalName', 'ActorName' }
        }
        foreach ($property in $Value.PSObject.Properties) {
            if ($skip -contains $property.Name -or $null -eq $property.Value) { continue }
            # Lists that the contract leaves out when they are empty.
            if ($property.Name -in 'Notes', 'Changes', 'ShadowAuditIds', 'Goes', 'Stays', 'Superfluous' -and $property.Value -is [array] -and $property.Value.Count -eq 0) { continue }
            $result[$property.Name.Substring(0, 1).ToLowerInvariant() + $property.Name.Substring(1)] = ConvertTo-Contract $property.Value
        }
        $result
    }

    function ConvertTo-ErrorInfo {
        # An error record back in the contract's form. PowerShell says the remedy as a sentence; where only that differs,
        # the library's own spelling counts.
        param([System.Management.Automation.ErrorRecord] $Record, $Message)
        $info = [ordered] @{ code = ($Record.FullyQualifiedErrorId -split ',')[0]; message = "$Record" }
        if ($Record.TargetObject -is [string]) { $info['subject'] = $Record.TargetObject }
        if ($Record.ErrorDetails -and $Record.ErrorDetails.RecommendedAction) { $info['remedy'] = $Record.ErrorDetails.RecommendedAction }
        $spelled = Get-Part $Message 'remedy'
        if ($spelled -and $info['remedy'].TrimEnd('.') -eq $spelled.TrimEnd('.')) { $info['remedy'] = $spelled }
        foreach ($name in 'Status', 'ServiceCode', 'ServiceMessage', 'RequestId', 'ClientRequestId', 'RetryAfterMs', 'Aadsts') {
            if ($Record.Exception.Data.Contains($name)) { $info[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $Record.Exception.Data[$name] }
        }
        $info
    }

    function Get-Part {
        param($Value, [string] $Name)
        if ($null -eq $Value) { return }
        $property = $Value.PSObject.Properties[$Name]
        if ($property) { return , $property.Value }
    }

    function Connect-Case {
        param($Case, [string] $Transport)
        $arguments = @{ Transport = $Transport; GraphEndpoint = $tenant.Graph; LoginEndpoint = $tenant.Login; TestDelayScale = $scale; SkipCheck = $true }
        $settings = Get-Part $Case 'client'
        $cloud = Get-Part $settings 'cloud'
        if ($cloud) { $arguments['Environment'] = @{ global = 'Global'; usGovL4 = 'USGov'; usGovL5 = 'USGovDoD'; china = 'China' }[$cloud] }
        $guarded = Get-Part $settings 'protectedUsers'
        if ($guarded) { $arguments['ProtectedUser'] = $guarded }
        $given = Get-Part $settings 'policies'
        $policies = @(foreach ($policy in $given) {
                # As a file, which is how people give it.
                $file = Join-Path -Path $TestDrive -ChildPath $policy.name.TrimStart([char] 1)
                $text = Get-Part $policy 'text'
                if ($null -ne $text) { Set-Content -LiteralPath $file -Value $text.TrimStart([char] 1) -NoNewline }
                $file
            })
        if ($policies.Count -gt 0) { $arguments['Policy'] = $policies }
        $patience = Get-Part $settings 'patienceMs'
        if ($patience) { $arguments['Patience'] = [timespan]::FromMilliseconds($patience) }
        $spec = Get-Part $Case.signIn 'token'
        if ($null -ne $spec) {
            $token = (ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant POST '/tokens' (ConvertTo-Json -InputObject $spec -Depth 5))).accessToken
            Connect-Mfa -AccessToken (ConvertTo-TestSecret $token) @arguments
        }
        elseif (Get-Part $Case.signIn 'deviceCode') {
            Connect-Mfa -TenantId $tenant.TenantId -ClientId $tenant.ClientId -UseDeviceCode @arguments
        }
        else {
            Connect-Mfa -TenantId $tenant.TenantId -ClientId $tenant.ClientId -ClientSecret (ConvertTo-TestSecret $tenant.ClientSecret) @arguments
        }
    }

    function Get-RunArgument {
        # What a run or its plan is asked for, as parameters of the commands.
        param($Request)
        $more = @{}
        foreach ($pair in @('strict', 'Strict'), @('mostPeople', 'MaximumPeople'), @('stopAfterFailures', 'StopAfterFailures'), @('retryFailed', 'RetryFailed')) {
            $value = Get-Part $Request $pair[0]
            if ($null -ne $value) { $more[$pair[1]] = $value }
        }
        $limit = Get-Part $Request 'timeLimitMs'
        if ($null -ne $limit) { $more['TimeLimit'] = [timespan]::FromMilliseconds($limit) }
        $each = Get-Part $Request 'each'
        if ($null -ne $each) {
            foreach ($property in $each.PSObject.Properties) {
                $name = switch ($property.Name) {
                    'kinds' { 'Kind'; break }
                    'revokeSessions' { 'RevokeSession'; break }
                    default { $_.Substring(0, 1).ToUpperInvariant() + $_.Substring(1) }
                }
                $more[$name] = $property.Value
            }
        }
        $source = Get-Part $Request 'input'
        switch (Get-Part $source 'from') {
            'file' { $more['Path'] = $source.path }
            'plan' { $more['PlanPath'] = $source.path }
            'text' {
                $more['Path'] = Join-Path -Path $PWD.ProviderPath -ChildPath "input-$([guid]::NewGuid()).txt"
                [System.IO.File]::WriteAllText($more['Path'], $source.text.TrimStart([char] 1))
            }
        }
        $more
    }

    function Get-RunRow {
        # The people of a run as they come from the pipeline; nothing where they come otherwise.
        param($Request)
        $source = Get-Part $Request 'input'
        foreach ($person in Get-Part $source 'people') {
            $row = [ordered] @{ User = $person.user }
            foreach ($name in 'Scope', 'Reason', 'Ticket', 'LifetimeMinutes') {
                $value = Get-Part $person ($name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1))
                if ($null -ne $value) { $row[$name] = $value }
            }
            [pscustomobject] $row
        }
    }

    function Invoke-CaseRequest {
        # Does a request of the contract with the command that people would use.
        [CmdletBinding()]
        param($Request)
        $more = @{}
        foreach ($pair in @('scope', 'Scope'), @('kinds', 'Kind'), @('keep', 'Keep'), @('fingerprint', 'Fingerprint'), @('user', 'User'), @('users', 'User'), @('role', 'Role'), @('administrativeUnit', 'AdministrativeUnit'), @('actor', 'Actor'), @('limit', 'First'), @('preset', 'Preset'), @('state', 'State'), @('phoneType', 'PhoneType'), @('number', 'Number'), @('serialNumber', 'SerialNumber'), @('code', 'Code'), @('methodId', 'MethodId'), @('kind', 'Kind'), @('lifetimeMinutes', 'LifetimeMinutes'), @('usableOnce', 'UsableOnce'), @('replace', 'Replace')) {
            $value = Get-Part $Request $pair[0]
            if ($null -ne $value) { $more[$pair[1]] = $value }
        }
        $revoke = Get-Part $Request 'revokeSessions'
        if ($revoke) { $more['RevokeSession'] = $true }
        foreach ($name in 'Since', 'Until') {
            $value = Get-Part $Request $name.ToLowerInvariant()
            if ($value) { $more[$name] = [System.DateTimeOffset]::Parse($value.TrimStart([char] 1), [cultureinfo]::InvariantCulture).UtcDateTime }
        }
        $wait = Get-Part $Request 'waitUpToMs'
        if ($wait) { $more['WaitUpTo'] = [timespan]::FromMilliseconds($wait) }
        $length = Get-Part $Request 'durationMs'
        if ($length) { $more['Duration'] = [timespan]::FromMilliseconds($length) }
        $given = Get-Part $Request 'case'
        foreach ($name in 'Reason', 'Ticket', 'RequestedBy', 'CallerVerified', 'OverrideGuard', 'OverrideLockOut') {
            $value = Get-Part $given ($name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1))
            if ($value) { $more[$name] = $value }
        }
        # The code is for a person; the tenant's own answer it.
        $WarningPreference = 'SilentlyContinue'
        switch ($Request.operation) {
            'checkSignIn' { Get-MfaPermission -CheckSignIn -Operation $Request.operations }
            'findUsers' { Find-MfaUser -Text $Request.text @more }
            'getUser' { Get-MfaUser @more }
            'listMethods' { Get-MfaMethod @more }
            'listRoles' { Get-MfaRole }
            'listRoleAssignments' { Get-MfaRoleAssignment @more }
            'listAdministrativeUnits' { Get-MfaAdministrativeUnit }
            'grantRole' { Grant-MfaRole -Confirm:$false @more }
            'revokeRole' { Revoke-MfaRole -Confirm:$false @more }
            'initializeApplication' { Initialize-MfaApplication -Name $Request.name -Operation $Request.operations -Confirm:$false @more }
            'planReset' { Get-MfaResetPlan @more }
            'reset' { Reset-MfaUser -Confirm:$false @more }
            'rescue' {
                if (-not $more.ContainsKey('Preset')) { $more['RevokeSession'] = $true }
                Reset-MfaUser -IssuePass -AsPlainText -Confirm:$false @more
            }
            'removeMethod' { Remove-MfaMethod -Confirm:$false @more }
            'issuePass' { New-MfaTemporaryAccessPass -AsPlainText -Confirm:$false @more }
            'getPass' { Get-MfaTemporaryAccessPass @more }
            'removePass' { Remove-MfaTemporaryAccessPass -Confirm:$false @more }
            'getPerUserState' { Get-MfaPerUserState @more }
            'setPerUserState' { Set-MfaPerUserState -Confirm:$false @more }
            'setPhone' { Set-MfaPhoneMethod -Confirm:$false @more }
            'listHardwareTokens' { Get-MfaHardwareToken @more }
            { $_ -in 'assignHardwareToken', 'activateHardwareToken' } { Grant-MfaHardwareToken -Confirm:$false @more }
            'deactivateHardwareToken' { Revoke-MfaHardwareToken -DeactivateOnly -Confirm:$false @more }
            'unassignHardwareToken' { Revoke-MfaHardwareToken -Confirm:$false @more }
            # No command asks this alone: Get-MfaResetPlan shows it.
            'preflight' {
                $asked = @{}
                foreach ($property in $Request.PSObject.Properties) { $asked[$property.Name] = ConvertTo-Contract $property.Value }
                $answer = & $module { param($asked) Invoke-MfaRequest (Resolve-MfaContext).Entry $asked } $asked
                if ($null -ne $answer.Error) { throw $answer.Error }
            }
            'revokeSessions' { Revoke-MfaSession -Confirm:$false @more }
            'whoReset' {
                $journal = Get-Part $Request 'journal'
                if ($journal) { $more['Journal'] = $journal }
                switch (Get-Part $Request 'format') { 'rows' { $more['All'] = $true } 'csv' { $more['AsCsv'] = $true } }
                Get-MfaAudit @more
            }
            'registrationReport' {
                foreach ($pair in @('administrativeUnit', 'AdministrativeUnit'), @('group', 'Group')) {
                    $value = Get-Part $Request $pair[0]
                    if ($value) { $more[$pair[1]] = $value }
                }
                if ((Get-Part $Request 'format') -eq 'csv') { $more['AsCsv'] = $true }
                Get-MfaRegistration @more
            }
            { $_ -in 'startRun', 'planRun' } {
                $run = Get-RunArgument $Request
                foreach ($name in 'Reason', 'Ticket', 'RequestedBy', 'CallerVerified') { if ($more.ContainsKey($name)) { $run[$name] = $more[$name] } }
                $file = Get-Part $Request 'file'
                $rows = @(Get-RunRow $Request)
                if ($_ -eq 'startRun') {
                    if ($file) { $run['Journal'] = $file }
                    if ($rows.Count -gt 0) { $rows | Start-MfaRun -Confirm:$false @run } else { Start-MfaRun -Confirm:$false @run }
                }
                else {
                    if ($file) { $run['SavePath'] = $file }
                    if ($rows.Count -gt 0) { $rows | Get-MfaRunPlan @run } else { Get-MfaRunPlan @run }
                }
            }
            'resumeRun' {
                $run = Get-RunArgument $Request
                Resume-MfaRun $Request.file -Confirm:$false @run
            }
            { $_ -in 'verifyJournal', 'exportProof' } {
                $run = @{}
                foreach ($pair in @('expectHead', 'ExpectHead'), @('to', 'Destination'), @('format', 'Format')) {
                    $value = Get-Part $Request $pair[0]
                    if ($null -ne $value) { $run[$pair[1]] = $value }
                }
                if ($_ -eq 'verifyJournal') { Test-MfaProof $Request.file @run } else { Export-MfaProof $Request.file @run }
            }
            default { throw "no command does '$_'" }
        }
    }

    function ConvertTo-Response {
        # The contract's response, with everything in it that the command's objects carry taken from them. What is around
        # a list, and no object carries, comes from the library's last message.
        param($Request, $Objects, $Message)
        $plain = ConvertTo-Contract $Message
        switch ($Request.operation) {
            'findUsers' { $plain['users'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            'listMethods' { $plain['methods'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            'listRoles' { $plain['roles'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            'listAdministrativeUnits' { $plain['units'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            'listRoleAssignments' { $plain['assignments'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            { $_ -in 'grantRole', 'revokeRole' } { $plain['people'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ }) }
            'planReset' {
                $plain['plan'] = ConvertTo-Contract $Objects[0]
                $plain['inspection'] = ConvertTo-Contract $Objects[0].Inspection
                if ($null -ne $Objects[0].Refused) { $plain['refused'] = ConvertTo-Contract $Objects[0].Refused }
            }
            { $_ -in 'startRun', 'resumeRun', 'planRun' } {
                $plain = ConvertTo-Contract $Objects[-1]
                $plain['each'] = $plain['operation'].Substring(0, 1).ToLowerInvariant() + $plain['operation'].Substring(1)
                $plain['operation'] = $Request.operation
            }
            { $_ -in 'verifyJournal', 'exportProof' } {
                $plain = ConvertTo-Contract $Objects[0]
                $plain.Remove('file')
                $plain['operation'] = $Request.operation
            }
            # Their rows are events.
            { $_ -in 'registrationReport', 'listHardwareTokens' } { }
            # The command shows it flat, or shows parts of it.
            { $_ -in 'rescue', 'preflight' } { }
            { $_ -eq 'whoReset' -and (Get-Part $Request 'format') } { break }
            'whoReset' {
                $plain['entries'] = @($Objects | ForEach-Object -Process { ConvertTo-Contract $_ })
                $plain['resets'] = @($Message.resets | ForEach-Object -Process { ConvertTo-Contract (& $module { param($value) ConvertTo-MfaObject $value 'GraphMfa.Reset' } $_) })
            }
            default {
                $plain = ConvertTo-Contract $Objects[0]
                $plain['operation'] = $Request.operation
            }
        }
        $plain
    }

    function Test-Fit {
        # Whether an event has what a pattern names.
        param($Happening, $Pattern)
        foreach ($property in $Pattern.PSObject.Properties) {
            if ((Get-Part $Happening $property.Name) -ne $property.Value) { return $false }
        }
        $true
    }

    function Invoke-Judge {
        param([string] $Name, [string] $Evidence)
        $process = Start-TestProgram -Path $judge -Arguments "judge $Name"
        # Not the writer that is there: its encoding may put a mark in front.
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($Evidence)
        $told = $process.StandardOutput.ReadToEndAsync()
        $process.StandardInput.BaseStream.Write($bytes, 0, $bytes.Length)
        $process.StandardInput.Close()
        $process.WaitForExit()
        @{ Exit = $process.ExitCode; Told = $told.Result }
    }
}

AfterAll {
    Set-Location -LiteralPath $PSScriptRoot
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'The case <Name>, sent by <Transport>' -ForEach $cases {
    It 'holds' {
        $text = (& $judge show $name) -join "`n"
        $LASTEXITCODE | Should -Be 0
        $case = & $marked $text
        # The scenario goes to the tenant as it is written, but for the scale.
        $document = ConvertTo-Contract (Get-Part $case 'scenario')
        if (-not $document.Contains('rules')) { $document['rules'] = [ordered] @{} }
        $document['rules']['delayScale'] = $scale
        $startup = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant PUT '/scenario' (ConvertTo-Json -InputObject $document -Depth 30))
        foreach ($key in 'TenantId', 'ClientId', 'ClientSecret') { $tenant[$key] = $startup.$key }
        Connect-Case $case $Transport
        # Files that requests name are relative, and new in each case.
        Set-Location -LiteralPath (New-Item -Path (Join-Path -Path $TestDrive -ChildPath "$Name-$Transport") -ItemType Directory).FullName

        $requests = Get-Part $case 'requests'
        if ($null -eq $requests) { $requests = @($case.request) }
        $stop = Get-Part $case 'cancelOnEvent'
        $observed = @(foreach ($request in $requests) {
                $script:messages = New-Object -TypeName System.Collections.ArrayList
                $script:stopped = $false
                $watch = {
                    param($text, $job)
                    $message = & $marked $text
                    [void] $script:messages.Add($message)
                    if ($null -ne $stop -and -not $script:stopped -and $message.type -eq 'progress' -and (Test-Fit $message.event $stop)) {
                        # What Ctrl+C does.
                        $script:stopped = $true
                        & $module { param($job) $native = $script:GraphMfa.Native; $native::gmfa_job_cancel($job) } $job
                    }
                }
                & $module { param($watch) $script:GraphMfa.Watch = $watch } $watch
                $failure = $null
                $objects = @()
                try { $objects = @(Invoke-CaseRequest $request -ErrorAction SilentlyContinue -ErrorVariable failures) }
                catch { $failure = $_ }
                finally { & $module { $script:GraphMfa.Watch = $null } }
                if ($script:messages.Count -eq 0) { throw "the library was not asked: $failure $failures" }
                $last = $script:messages[$script:messages.Count - 1]
                $events = @($script:messages | Where-Object -FilterScript { $_.type -eq 'progress' } | ForEach-Object -Process { ConvertTo-Contract $_.event })
                $one = [ordered] @{}
                if ($last.type -eq 'finished') { $one['response'] = ConvertTo-Response $request $objects $last.response }
                else {
                    if ($null -eq $failure) { $failure = @($failures | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] })[0] }
                    $one['error'] = ConvertTo-ErrorInfo $failure $last.error
                }
                $one['events'] = $events
                $one
            })

        $parts = foreach ($one in $observed) { ConvertTo-Json -InputObject $one -Depth 30 -Compress }
        $evidence = '{"observed":[' + ($parts -join ',') + '],"state":' + (Invoke-TenantAdmin $tenant GET '/state') + ',"log":' + (Invoke-TenantAdmin $tenant GET '/log') + '}'
        # A pass is told in one field, and nowhere else.
        $told = ($parts -join '') -replace '"temporaryAccessPass":"[^"]*"', ''
        foreach ($canary in ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/canaries')) { $told.Contains($canary) | Should -BeFalse }
        $verdict = Invoke-Judge $name $evidence
        if ($verdict.Exit -ne 0) { throw $verdict.Told }
    }
}
